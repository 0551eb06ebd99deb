package org.clipprobe.activation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.clipprobe.run.ContentKey;

/**
 * Finished rows of activations on disk, kept between runs and told by content: a folder per space (model, preprocessing,
 * hook point, pooling, device), in it shards whose rows are told by the picture's own hash. Nothing is found by name, so
 * a changed model, picture or option is never served old values. Several processes may use one store at once: a shard
 * appears whole under a name of its own, and a row that two of them computed is the same row twice.
 */
final class ActivationStore {
    private final Path root;

    ActivationStore(Path root) {
        this.root = root;
    }

    /** The rows of one space that are stored and can be read. */
    Space space(ContentKey key, int units) throws IOException {
        Path folder = root.resolve(key.hex());
        Files.createDirectories(folder);
        return new Space(folder, units);
    }

    /** Removes the store and all in it. */
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** One space: one hook point of one model under one preprocessing. */
    static final class Space {
        private final Path folder;
        private final int units;
        private final List<Shard> shards = new ArrayList<>();
        private final Set<ContentKey> atStart = new HashSet<>();

        private Space(Path folder, int units) throws IOException {
            this.folder = folder;
            this.units = units;
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.getFileName().toString().endsWith(Shard.SUFFIX))
                        .sorted()
                        .toList()) {
                    take(file);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private void take(Path file) throws IOException {
            try {
                Shard shard = Shard.open(file, units);
                shards.add(shard);
                atStart.addAll(shard.keys());
            } catch (NoSuchFileException e) {
                // another process tidied it away between the listing and the opening
            }
        }

        int units() {
            return units;
        }

        /** Whether the row was stored before this run; safe to ask from any thread. */
        boolean hadAtStart(ContentKey key) {
            return atStart.contains(key);
        }

        /** Stores finished rows; they are there for the next run even if this one is killed right after. */
        void add(List<ContentKey> keys, List<float[]> rows) throws IOException {
            Path file = Shard.write(folder, units, keys, rows);
            shards.add(new Shard(file, units, List.copyOf(keys)));
        }

        List<Shard> shards() {
            return shards;
        }
    }
}
