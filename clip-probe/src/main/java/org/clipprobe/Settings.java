package org.clipprobe;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.ModelOptions;
import org.clipprobe.run.Progress;
import org.clipprobe.run.UserFolders;

/**
 * How studies are carried out; no result depends on it, but for the last digits that a batch's size may change.
 *
 * @param model device, threads and variant
 * @param batch pictures per forward pass
 * @param cache where finished work is kept between runs; empty keeps none
 * @param progress told how far a study is
 * @param command the command line, word by word, where there is one; it goes into the run's record
 */
public record Settings(ModelOptions model, int batch, Optional<Path> cache, Progress progress, List<String> command) {
    private static final int BATCH = 16;
    private static final int LARGEST_BATCH = 4096;

    public Settings {
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new IllegalArgumentException("batch: expected 1 to " + LARGEST_BATCH + ", found " + batch);
        }
        command = List.copyOf(command);
    }

    /** On the processor, with one thread per core; finished work is kept in the user's cache. */
    public static Settings defaults() {
        return new Settings(
                ModelOptions.defaults(), BATCH, Optional.of(UserFolders.cache()), Progress.none(), List.of());
    }

    /** The same with nothing kept between runs. */
    public Settings withoutCache() {
        return new Settings(model, batch, Optional.empty(), progress, command);
    }

    /** The same with somebody told how far a study is. */
    public Settings with(Progress shown) {
        return new Settings(model, batch, cache, shown, command);
    }

    /** Threads that read, decode, test and draw. */
    public int workers() {
        return model.threads() == 0 ? Runtime.getRuntime().availableProcessors() : model.threads();
    }
}
