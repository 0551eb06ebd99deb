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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.clipprobe.model.ModelException;
import org.clipprobe.run.Mounts;
import org.clipprobe.run.UserFolders;

/**
 * Where the engines' native libraries lie, and what the engines are told before the first of them is touched.
 *
 * <p>ONNX Runtime unpacks its library into the temporary folder at every start, DJL keeps the tokenizers' library in
 * {@code ~/.djl.ai}, JNA and the WebP reader have folders of their own. All go into {@link UserFolders#cache} instead.
 */
public final class NativeLibraries {
    private static final String ORT_PATH = "onnxruntime.native.path";
    private static final String ENGINE_CACHE = "ENGINE_CACHE_DIR";

    private NativeLibraries() {}

    /**
     * Tells the engines to stay off the network, off the home folder and off each other.
     *
     * @throws ModelException when native libraries cannot be loaded from where they are kept
     */
    public static synchronized void prepare() throws ModelException {
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.onnx.disable_alternative", "true");
        setDefault("RUST_FLAVOR", "cpu");
        if (System.getProperty(ENGINE_CACHE) == null) {
            Path cache = UserFolders.cache();
            check(cache);
            folderFor("jna.tmpdir", cache.resolve("jna"));
            folderFor("com.luciad.imageio.webp.tmpdir", cache.resolve("webp"));
            unpackedRuntime(cache).ifPresent(folder -> setDefault(ORT_PATH, folder.toString()));
            System.setProperty(ENGINE_CACHE, cache.toString());
        }
    }

    /** Where ONNX Runtime's libraries were loaded from. */
    static Path runtimeFolder() {
        return Path.of(System.getProperty(ORT_PATH, System.getProperty("java.io.tmpdir")));
    }

    private static void check(Path cache) throws ModelException {
        if (Mounts.forbidCode(cache)) {
            throw new ModelException(
                    cache + ": expected a folder from which native libraries can be loaded, found one that is mounted"
                            + " noexec; name another folder for caches in the variable "
                            + (UserFolders.isTemporary(cache) ? "XDG_CACHE_HOME or TMPDIR" : "XDG_CACHE_HOME")
                            + ", or mount this one without noexec");
        }
    }

    /** A library that unpacks its native part by itself does it there; where it cannot be made, in the temporary folder. */
    private static void folderFor(String property, Path folder) {
        try {
            setDefault(property, Files.createDirectories(folder).toString());
        } catch (IOException e) {
            setDefault(property, System.getProperty("java.io.tmpdir"));
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
                if (isWhole(jar, folder)) {
                    return Optional.of(folder);
                }
                // Loading a library that was cut off ends the process.
                UserFolders.delete(folder);
            }
            Files.createDirectories(folder.getParent());
            Path unfinished = Files.createTempDirectory(folder.getParent(), "unfinished");
            try {
                return unpack(jar, unfinished) ? Optional.of(moved(unfinished, folder)) : Optional.empty();
            } finally {
                // Still there when another process was faster, or the disk is full.
                UserFolders.delete(unfinished);
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
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> libraries = libraries(zip);
            for (ZipEntry library : libraries) {
                try (InputStream in = zip.getInputStream(library)) {
                    Files.copy(in, folder.resolve(fileName(library)));
                }
            }
            return !libraries.isEmpty();
        }
    }

    private static boolean isWhole(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry library : libraries(zip)) {
                Path file = folder.resolve(fileName(library));
                if (!Files.isRegularFile(file) || Files.size(file) != library.getSize()) {
                    return false;
                }
            }
            return true;
        }
    }

    private static List<? extends ZipEntry> libraries(ZipFile zip) {
        String prefix = "ai/onnxruntime/native/" + platform() + "/";
        return zip.stream()
                .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
                .filter(entry -> entry.getName().indexOf('/', prefix.length()) < 0)
                .toList();
    }

    private static String fileName(ZipEntry entry) {
        return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return (os.startsWith("windows") ? "win" : os.startsWith("mac") ? "osx" : "linux")
                + "-"
                + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
    }
}
