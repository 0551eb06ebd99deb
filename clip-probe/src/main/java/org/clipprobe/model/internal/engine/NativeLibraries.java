package org.clipprobe.model.internal.engine;

import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Where the engines' native libraries lie, and what the engines are told before the first of them is touched.
 *
 * <p>ONNX Runtime unpacks its library into the temporary folder at every start, and DJL keeps the tokenizers' library in
 * {@code ~/.djl.ai}. Both go into {@code clip-probe} in the user's folder for caches instead: {@code XDG_CACHE_HOME} or
 * {@code ~/.cache} on Linux, {@code ~/Library/Caches} on macOS, {@code %LOCALAPPDATA%} on Windows. Deleting it is safe.
 */
public final class NativeLibraries {
    private static final String ORT_PATH = "onnxruntime.native.path";
    private static final String ENGINE_CACHE = "ENGINE_CACHE_DIR";

    private NativeLibraries() {}

    /** Tells the engines to stay off the network, off the home folder and off each other. */
    public static synchronized void prepare() {
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.onnx.disable_alternative", "true");
        setDefault("RUST_FLAVOR", "cpu");
        if (System.getProperty(ENGINE_CACHE) == null) {
            Path cache = cache();
            System.setProperty(ENGINE_CACHE, cache.toString());
            unpackedRuntime(cache).ifPresent(folder -> setDefault(ORT_PATH, folder.toString()));
        }
    }

    /** The user's folder for caches, or one that goes when the process ends where nothing can be kept. */
    private static Path cache() {
        Path kept = userCache().resolve("clip-probe");
        try {
            Files.createDirectories(kept);
            if (kept.isAbsolute() && Files.isWritable(kept)) {
                return kept;
            }
        } catch (IOException e) {
            // A read-only home, or none at all, as in containers.
        }
        return temporary();
    }

    private static Path userCache() {
        String home = System.getProperty("user.home", "");
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String named = System.getenv().getOrDefault(os.startsWith("windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        return os.startsWith("mac") ? Path.of(home, "Library", "Caches") : Path.of(home, ".cache");
    }

    private static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("clip-probe");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            return Path.of(System.getProperty("java.io.tmpdir"));
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // Left to whoever empties the temporary folder.
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** ONNX Runtime's libraries in the cache, unpacked when they are not there yet; empty where that is not possible. */
    private static Optional<Path> unpackedRuntime(Path cache) {
        try {
            CodeSource source = OrtSession.class.getProtectionDomain().getCodeSource();
            Path jar = Path.of(source.getLocation().toURI());
            Path folder = cache.resolve("onnxruntime")
                    .resolve(jar.getFileName().toString().replace(".jar", "") + "-" + platform() + "-"
                            + Files.size(jar));
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
            Files.createDirectories(folder.getParent());
            Path unfinished = Files.createTempDirectory(folder.getParent(), "unfinished");
            try {
                return unpack(jar, unfinished) ? Optional.of(moved(unfinished, folder)) : Optional.empty();
            } finally {
                // Still there when another process was faster, or the disk is full.
                delete(unfinished);
            }
        } catch (IOException | URISyntaxException | RuntimeException e) {
            // A cache that cannot be written costs time at every start, nothing else: ONNX Runtime unpacks by itself.
            return Optional.empty();
        }
    }

    private static Path moved(Path unfinished, Path folder) throws IOException {
        try {
            return Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            return Files.move(unfinished, folder);
        } catch (IOException e) {
            if (Files.isDirectory(folder)) {
                return folder;
            }
            throw e;
        }
    }

    private static boolean unpack(Path jar, Path folder) throws IOException {
        boolean any = false;
        String prefix = "ai/onnxruntime/native/" + platform() + "/";
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0 && !entry.isDirectory()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, folder.resolve(name.substring(prefix.length())));
                    }
                    any = true;
                }
            }
        }
        return any;
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return (os.startsWith("windows") ? "win" : os.startsWith("mac") ? "osx" : "linux")
                + "-"
                + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
    }
}
