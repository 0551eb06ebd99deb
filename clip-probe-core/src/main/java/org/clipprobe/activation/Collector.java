package org.clipprobe.activation;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.image.TextPainter;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captured;
import org.clipprobe.model.TowerOutput;

/**
 * Takes the activations of a probing set: reading, decoding and preprocessing overlap with the forward pass, memory is
 * bounded by a few batches whatever the number of pictures, and rows that an earlier run stored are not computed again.
 */
public final class Collector {
    private static final int ROWS_PER_SHARD = 256;

    private final ContentKey model;
    private final Preprocessing preprocessing;
    private final List<Capture> captures;
    private final Forward forward;
    private final CollectorOptions options;
    private final TextPainter painter = new TextPainter();

    /**
     * Prepares a collection.
     *
     * @param model what the values depend on besides the pictures: the model's fingerprint and the device
     * @param captures what {@code forward} captures, in its order; pooled ones only
     */
    public Collector(
            ContentKey model,
            Preprocessing preprocessing,
            List<Capture> captures,
            Forward forward,
            CollectorOptions options) {
        this.model = model;
        this.preprocessing = preprocessing;
        this.captures = List.copyOf(captures);
        this.forward = forward;
        this.options = options;
    }

    /**
     * Takes the activations of every example that can be read.
     *
     * @param folder receives one NumPy file per capture, {@code vision.3.mlp.npy}
     * @throws IOException when no example can be read, or a result cannot be written
     */
    public Collected collect(ProbingSet set, Path folder, Progress progress) throws IOException {
        Files.createDirectories(folder);
        Path root = options.store().orElse(folder.resolve("store"));
        ActivationStore store = new ActivationStore(root);
        List<ActivationStore.Space> spaces = new ArrayList<>();
        for (Capture capture : captures) {
            spaces.add(store.space(spaceKey(capture), capture.at().units()));
        }
        Pass pass = new Pass(set, spaces);
        try (Progress.Task task =
                progress.begin("looking at pictures", set.examples().size())) {
            pass.run(task);
        }
        ProbingSet kept = set.without(pass.failed::contains, pass.skipped);
        if (kept.examples().isEmpty()) {
            Skipped first = pass.skipped.get(0);
            throw new IOException("none of the " + set.examples().size() + " pictures could be read; the first: "
                    + first.file() + ": " + first.reason());
        }
        List<ContentKey> keys = kept.examples().stream().map(pass.keys::get).toList();
        List<Activations> files = List.copyOf(assembled(spaces, keys, folder));
        if (options.store().isEmpty()) {
            store.remove();
        }
        return new Collected(kept, keys, files, Map.copyOf(pass.contents), pass.computed);
    }

    /**
     * The activations of examples that an earlier run stored, without looking at the examples.
     *
     * @param keys one per row, as {@link Collected#keys} had them
     * @param folder receives one NumPy file per capture, as {@link #collect} writes it
     * @return whether they were all there; when not, nothing is written
     */
    public boolean restore(List<ContentKey> keys, Path folder) throws IOException {
        if (options.store().isEmpty()) {
            return false;
        }
        ActivationStore store = new ActivationStore(options.store().get());
        List<ActivationStore.Space> spaces = new ArrayList<>();
        for (Capture capture : captures) {
            ActivationStore.Space space =
                    store.space(spaceKey(capture), capture.at().units());
            if (!keys.stream().allMatch(space::hadAtStart)) {
                return false;
            }
            spaces.add(space);
        }
        for (ActivationFile file : assembled(spaces, keys, folder)) {
            file.close();
        }
        return true;
    }

    private ContentKey spaceKey(Capture capture) {
        return ContentKey.of(
                "activations 1",
                model.hex(),
                preprocessing.toString(),
                capture.at().name(),
                capture.pooling().name(),
                Integer.toString(options.batch()));
    }

    /** One matrix per capture, side by side. */
    private List<ActivationFile> assembled(List<ActivationStore.Space> spaces, List<ContentKey> keys, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        try {
            return IntStream.range(0, captures.size())
                    .parallel()
                    .mapToObj(i -> {
                        try {
                            return assemble(captures.get(i), spaces.get(i), keys, folder);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static ActivationFile assemble(
            Capture capture, ActivationStore.Space space, List<ContentKey> keys, Path folder) throws IOException {
        Map<ContentKey, List<Integer>> wanted = new HashMap<>();
        for (int example = 0; example < keys.size(); example++) {
            wanted.computeIfAbsent(keys.get(example), k -> new ArrayList<>()).add(example);
        }
        ActivationFile file = ActivationFile.create(folder.resolve(capture.at().name() + ".npy"), capture, keys.size());
        int width = space.units() * Float.BYTES;
        for (Shard shard : space.shards()) {
            if (shard.keys().stream().noneMatch(wanted::containsKey)) {
                continue;
            }
            ByteBuffer values = shard.values();
            for (int row = 0; row < shard.keys().size(); row++) {
                List<Integer> rows = wanted.remove(shard.keys().get(row));
                for (int example : rows == null ? List.<Integer>of() : rows) {
                    file.row(example, values.slice(row * width, width).order(ByteOrder.LITTLE_ENDIAN));
                }
            }
        }
        if (!wanted.isEmpty()) {
            file.close();
            throw new IOException(folder + ": stored activations vanished while they were read; run again");
        }
        return file;
    }

    /** One walk over the probing set. */
    private final class Pass {
        private final ProbingSet set;
        private final List<ActivationStore.Space> spaces;
        private final Map<Example, ContentKey> keys = new HashMap<>();
        private final Map<Example, ContentKey> contents = new ConcurrentHashMap<>();
        private final Set<Example> failed = new HashSet<>();
        private final List<Skipped> skipped = new ArrayList<>();
        private final List<ContentKey> shardKeys = new ArrayList<>();
        private final List<List<float[]>> shardRows = new ArrayList<>();
        private final Set<ContentKey> underWay = new HashSet<>();
        private int computed;

        Pass(ProbingSet set, List<ActivationStore.Space> spaces) {
            this.set = set;
            this.spaces = spaces;
            spaces.forEach(space -> shardRows.add(new ArrayList<>()));
        }

        void run(Progress.Task task) throws IOException {
            try (Feeder feeder = new Feeder(
                    set.examples(),
                    this::prepare,
                    options.workers(),
                    options.batch(),
                    this::note,
                    pixelsPerPicture())) {
                for (Feeder.Batch batch = feeder.next(task); batch != null; batch = feeder.next(task)) {
                    TowerOutput output =
                            forward.run(batch.pixels(), batch.keys().size());
                    keep(batch.keys(), output.captured());
                    task.advance(batch.keys().size());
                    feeder.recycle(batch);
                }
                flush();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private int pixelsPerPicture() {
            return 3
                    * preprocessing.geometry().width()
                    * preprocessing.geometry().height();
        }

        /** Runs on the feeder's workers: nothing but the example and its content's key is touched. */
        private Prepared prepare(Example example, float[] pixels) throws IOException {
            ContentKey key;
            InterleavedU8 picture;
            if (example.source() instanceof Example.PictureFile file) {
                byte[] bytes = Files.readAllBytes(file.path());
                key = ContentKey.of(bytes);
                contents.put(example, key);
                if (stored(key)) {
                    return new Prepared(key, true);
                }
                picture = Pictures.decode(bytes, example.id());
            } else if (example.source() instanceof Example.DrawnWord word) {
                key = ContentKey.of("drawn word", word.rendering().toString());
                if (stored(key)) {
                    return new Prepared(key, true);
                }
                picture = word.rendering().paint(painter);
            } else {
                throw new IllegalStateException("unknown source " + example.source());
            }
            preprocessing.normalise(preprocessing.fit(picture), pixels, 0);
            return new Prepared(key, false);
        }

        /** Whether an earlier run stored the row at every hook point; only what was there at the start counts. */
        private boolean stored(ContentKey key) {
            return spaces.stream().allMatch(space -> space.hadAtStart(key));
        }

        /** What became of an example, told in the examples' order; true when it has to go through the tower. */
        private boolean note(Example example, Prepared prepared, String problem) {
            if (problem != null) {
                failed.add(example);
                skipped.add(new Skipped(example.id(), problem));
                return false;
            }
            keys.put(example, prepared.key());
            return !prepared.stored() && underWay.add(prepared.key());
        }

        private void keep(List<ContentKey> batch, List<Captured> captured) throws IOException {
            computed += batch.size();
            shardKeys.addAll(batch);
            for (int i = 0; i < spaces.size(); i++) {
                int units = spaces.get(i).units();
                float[] values = captured.get(i).values();
                for (int row = 0; row < batch.size(); row++) {
                    shardRows.get(i).add(Arrays.copyOfRange(values, row * units, (row + 1) * units));
                }
            }
            if (shardKeys.size() >= ROWS_PER_SHARD) {
                flush();
            }
        }

        private void flush() throws IOException {
            if (shardKeys.isEmpty()) {
                return;
            }
            for (int i = 0; i < spaces.size(); i++) {
                spaces.get(i).add(shardKeys, shardRows.get(i));
                shardRows.get(i).clear();
            }
            shardKeys.clear();
        }
    }

    /** An example that was read. */
    record Prepared(ContentKey key, boolean stored) {}
}
