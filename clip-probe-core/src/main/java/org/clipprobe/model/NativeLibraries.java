package org.clipprobe.model;

import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Where the engines' native libraries lie, and what the engines are told before the first of them is touched.
 *
 * <p>ONNX Runtime unpacks its library into the temporary folder at every start, and DJL keeps the tokenizers' library in
 * {@code ~/.djl.ai}. Both go into one cache of our own instead: {@code CLIP_PROBE_CACHE} when it is set, else
 * {@code clip-probe} in the system's folder for caches. Deleting it is always safe.
 */
final class NativeLibraries {
    private static final String ORT_PATH = "onnxruntime.native.path";

    private NativeLibraries() {}

    /** Tells the engines to stay off the network, off the home folder and off each other. */
    static void prepare() {
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.onnx.disable_alternative", "true");
        setDefault("RUST_FLAVOR", "cpu");
        Path cache = cache();
        setDefault("ENGINE_CACHE_DIR", cache.toString());
        if (System.getProperty(ORT_PATH) == null) {
            unpackedRuntime(cache).ifPresent(folder -> System.setProperty(ORT_PATH, folder.toString()));
        }
    }

    /** The folder for caches that the user or the system names. */
    static Path cache() {
        String own = System.getenv("CLIP_PROBE_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own);
        }
        String home = System.getProperty("user.home", ".");
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            String local = System.getenv("LOCALAPPDATA");
            return Path.of(local == null ? home : local, "clip-probe", "cache");
        }
        if (os.startsWith("mac")) {
            return Path.of(home, "Library", "Caches", "clip-probe");
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        return (xdg == null || xdg.isBlank() ? Path.of(home, ".cache") : Path.of(xdg)).resolve("clip-probe");
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
            if (!unpack(jar, unfinished)) {
                Files.delete(unfinished);
                return Optional.empty();
            }
            return Optional.of(moved(unfinished, folder));
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
