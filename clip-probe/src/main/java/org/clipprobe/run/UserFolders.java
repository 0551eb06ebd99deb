package org.clipprobe.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's own folders: home, and clip-probe's folder for what can be made again.
 *
 * <p>In a container the user often has no entry among the machine's users, no home, or one that cannot be written. What
 * would be kept there then goes into a temporary folder of this process, which is removed when the process ends.
 */
public final class UserFolders {
    private static final String PROGRAM = "clip-probe";

    private UserFolders() {}

    /** Made when it is first needed, one for the process. */
    private static final class Temporary {
        static final Path FOLDER = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory(PROGRAM);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(
                        System.getProperty("java.io.tmpdir")
                                + ": expected a folder for temporary files that can be written; make one and name it in the"
                                + " variable TMPDIR, or with Java's -Djava.io.tmpdir",
                        e);
            }
        }
    }

    /** The home folder: the one that Java knows of, else the variable {@code HOME}, else a temporary folder. */
    public static Path home() {
        return home(System.getProperty("user.home", ""), System.getenv()).orElseGet(() -> Temporary.FOLDER);
    }

    static Optional<Path> home(String known, Map<String, String> environment) {
        return absolute(known)
                .or(() -> absolute(environment.getOrDefault("HOME", "")).filter(Files::isWritable));
    }

    /**
     * The folder {@code clip-probe} in the user's folder for caches: {@code XDG_CACHE_HOME}, else {@code ~/.cache} on
     * Linux, {@code ~/Library/Caches} on macOS, {@code %LOCALAPPDATA%} on Windows; a temporary folder where that cannot be
     * written. Deleting it is safe.
     */
    public static Path cache() {
        return keptCache().orElseGet(() -> Temporary.FOLDER);
    }

    /** Whether a folder is gone when this process ends. */
    public static boolean isTemporary(Path folder) {
        boolean made =
                home(System.getProperty("user.home", ""), System.getenv()).isEmpty()
                        || keptCache().isEmpty();
        return made && folder.startsWith(Temporary.FOLDER);
    }

    /** Whether native libraries may be loaded from a folder: not from one on a file system that is mounted noexec. */
    public static boolean allowsCode(Path folder) {
        return !Mounts.forbidCode(folder);
    }

    private static Optional<Path> keptCache() {
        Map<String, String> environment = System.getenv();
        Optional<Path> home = home(System.getProperty("user.home", ""), environment);
        return cache(home, System.getProperty("os.name", ""), environment).filter(UserFolders::canBeKept);
    }

    static Optional<Path> cache(Optional<Path> home, String os, Map<String, String> environment) {
        String system = os.toLowerCase(Locale.ROOT);
        String windows = system.startsWith("windows") ? environment.getOrDefault("LOCALAPPDATA", "") : "";
        return absolute(environment.getOrDefault("XDG_CACHE_HOME", ""))
                .or(() -> absolute(windows))
                .or(() -> home.map(folder ->
                        folder.resolve(system.startsWith("mac") ? Path.of("Library", "Caches") : Path.of(".cache"))))
                .map(caches -> caches.resolve(PROGRAM));
    }

    private static boolean canBeKept(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder);
        } catch (IOException e) {
            // A read-only home, or none at all.
            return false;
        }
    }

    /** Where Java knows of no home it says "?", which must not become a folder in the working folder. */
    private static Optional<Path> absolute(String name) {
        try {
            return Optional.of(Path.of(name)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Removes a folder and what is in it, as far as that is allowed. */
    public static void delete(Path folder) {
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
}
