package org.clipprobe.activation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.clipprobe.run.ContentKey;

/**
 * Where the rows of one capture are kept between runs, so that its matrix can be had again without the model.
 *
 * @param hookPoint what was captured; the matrix is {@code hookPoint.npy}
 * @param space the key that rows of this model, hook point, pooling, preprocessing, batch size and device are under
 * @param units columns
 */
public record StoredCapture(String hookPoint, ContentKey space, int units) {
    /**
     * Writes the matrices that an earlier run wrote, without looking at the examples.
     *
     * @param store the folder in which that run kept its rows
     * @param captures as {@link Collected#stored} had them
     * @param keys one per row, as {@link Collected#keys} had them
     * @param folder receives one NumPy file per capture, as {@link Collector#collect} writes it
     * @return whether all rows were there; when not, nothing is written
     */
    public static boolean restore(Path store, List<StoredCapture> captures, List<ContentKey> keys, Path folder)
            throws IOException {
        List<ActivationStore.Space> spaces = new ArrayList<>();
        for (StoredCapture capture : captures) {
            ActivationStore.Space space = new ActivationStore(store).space(capture.space(), capture.units());
            if (!keys.stream().allMatch(space::hadAtStart)) {
                return false;
            }
            spaces.add(space);
        }
        for (NumpyFile file : write(captures, spaces, keys, folder)) {
            file.close();
        }
        return true;
    }

    /** One matrix per capture, side by side, still open for reading. */
    static List<NumpyFile> write(
            List<StoredCapture> captures, List<ActivationStore.Space> spaces, List<ContentKey> keys, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        try {
            return IntStream.range(0, captures.size())
                    .parallel()
                    .mapToObj(i -> captures.get(i).write(spaces.get(i), keys, folder))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private NumpyFile write(ActivationStore.Space from, List<ContentKey> keys, Path folder) {
        Map<ContentKey, List<Integer>> wanted = new HashMap<>();
        for (int example = 0; example < keys.size(); example++) {
            wanted.computeIfAbsent(keys.get(example), k -> new ArrayList<>()).add(example);
        }
        try {
            NumpyFile file = NumpyFile.create(folder.resolve(hookPoint + ".npy"), keys.size(), units);
            try {
                fill(file, from, wanted);
                return file;
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(NumpyFile file, ActivationStore.Space from, Map<ContentKey, List<Integer>> wanted)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(
                from.shards().stream().mapToInt(Shard::size).max().orElse(0));
        for (Shard shard : from.shards()) {
            if (shard.keys().stream().anyMatch(wanted::containsKey)) {
                copy(shard, shard.values(buffer), wanted, file);
            }
        }
        if (!wanted.isEmpty()) {
            throw new IOException(file.path() + ": stored activations vanished while they were read; run again");
        }
    }

    /** Copies a shard's wanted rows; those that follow each other in both places at once. */
    private void copy(Shard shard, ByteBuffer values, Map<ContentKey, List<Integer>> wanted, NumpyFile file)
            throws IOException {
        int from = 0;
        int to = 0;
        int count = 0;
        for (int row = 0; row < shard.keys().size(); row++) {
            List<Integer> rows = wanted.remove(shard.keys().get(row));
            for (int example : rows == null ? List.<Integer>of() : rows) {
                if (row != from + count || example != to + count) {
                    file.write(to, rows(values, from, count));
                    from = row;
                    to = example;
                    count = 0;
                }
                count++;
            }
        }
        file.write(to, rows(values, from, count));
    }

    private ByteBuffer rows(ByteBuffer values, int from, int count) {
        int width = units * Float.BYTES;
        return values.slice(from * width, count * width).order(ByteOrder.LITTLE_ENDIAN);
    }
}
