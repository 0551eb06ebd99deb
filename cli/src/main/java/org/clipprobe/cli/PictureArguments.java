package org.clipprobe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.clipprobe.activation.CollectorOptions;
import org.clipprobe.activation.ProbingSet;
import picocli.CommandLine.Option;

/** How pictures go through the tower. */
final class PictureArguments {
    /** The help text of the positional parameter that names the pictures. */
    static final String PICTURES = "A folder: CONCEPT/FACET/*.png, CONCEPT/*.png, a flat folder, or any of these with a"
            + " metadata.csv (file_name, concept, facet, source). Default: the sample pictures.";

    private static final int MOST_AT_ONCE = 4096;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures per forward pass. Default: ${DEFAULT-VALUE}.")
    private int batch = 16;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where finished work is kept between runs, told by content; 'none' keeps none."
                    + " Default: clip-probe in the user's cache folder.")
    private String cache = "";

    @Option(
            names = "--variants-by-name",
            description =
                    "NAME-1.png, NAME-2.png, … are variants of one drawing or photograph, no independent examples."
                            + " A column source in metadata.csv says it better.")
    private boolean variantsByName;

    ProbingSet read(Path pictures) throws IOException {
        ProbingSet set = ProbingSet.read(pictures == null ? Samples.pictures() : pictures);
        return variantsByName ? set.variantsByName() : set;
    }

    int batch() {
        return batch;
    }

    CollectorOptions collectorOptions(int threads) throws IOException {
        if (batch < 1 || batch > MOST_AT_ONCE) {
            throw new UsageException("--batch: expected 1 to " + MOST_AT_ONCE + ", found " + batch);
        }
        return new CollectorOptions(batch, threads, store("activations"));
    }

    /** Where what was computed is kept between runs; empty when nothing is. */
    Optional<Path> store(String what) throws IOException {
        if (cache.equals("none")) {
            return Optional.empty();
        }
        Path folder = (cache.isEmpty() ? UserCache.folder() : Path.of(cache)).resolve(what);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException(
                    folder + ": the cache folder cannot be made (" + Messages.of(e)
                            + "); name another with --cache DIR, or none with --cache none",
                    e);
        }
        return Optional.of(folder);
    }

    /** Folders that the platforms give programs for what can be made again. */
    private static final class UserCache {
        static Path folder() {
            String home = System.getProperty("user.home", "");
            String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
            String named = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
            if (!named.isEmpty()) {
                return Path.of(named, "clip-probe");
            }
            if (system.startsWith("mac")) {
                return Path.of(home, "Library", "Caches", "clip-probe");
            }
            String windows = System.getenv().getOrDefault("LOCALAPPDATA", "");
            return system.startsWith("windows") && !windows.isEmpty()
                    ? Path.of(windows, "clip-probe", "cache")
                    : Path.of(home, ".cache", "clip-probe");
        }
    }
}
