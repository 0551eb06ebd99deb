package org.clipprobe.activation;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.clipprobe.image.Preprocessing;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captured;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.Progress;
import org.clipprobe.run.Skipped;

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
     * Prepares a collection. The tower is opened when the first batch comes: when everything is stored, it never is.
     *
     * @param captures pooled ones
     */
    public static Collector of(ClipModel model, List<Capture> captures, CollectorOptions options)
            throws ModelException {
        VisionTower tower = model.requireVision();
        ContentKey key =
                ContentKey.of(model.fingerprint(), model.stored().device().toString());
        return new Collector(key, tower.preprocessing(), captures, new LateSession(tower, captures), options);
    }

    /**
     * Prepares a collection whose key comes from elsewhere.
     *
     * @param model what the values depend on besides the pictures: the model's fingerprint and the device
     * @param captures what {@code forward} captures, in its order; pooled ones only
     */
    Collector(
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
     * Takes the activations of every example that can be read, and closes the tower.
     *
     * @param folder receives one NumPy file per capture, {@code vision.3.mlp.npy}
     * @throws IOException when no example can be read, or a result cannot be written
     */
    public Collected collect(ProbingSet set, Path folder, Progress progress) throws IOException {
        Files.createDirectories(folder);
        Path root = options.store().orElse(folder.resolve("store"));
        ActivationStore store = new ActivationStore(root);
        List<StoredCapture> stored = captures.stream().map(this::stored).toList();
        List<ActivationStore.Space> spaces = new ArrayList<>();
        for (StoredCapture capture : stored) {
            spaces.add(store.space(capture.space(), capture.units()));
        }
        Pass pass = new Pass(set, spaces);
        try (forward;
                Progress.Task task =
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
        List<NumpyFile> files = StoredCapture.write(stored, spaces, keys, folder);
        List<Activations> activations = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            activations.add(new ActivationFile(captures.get(i), files.get(i)));
        }
        if (options.store().isEmpty()) {
            store.remove();
        }
        return new Collected(
                kept, keys, new ActivationSet(activations), stored, Map.copyOf(pass.contents), pass.computed);
    }

    private StoredCapture stored(Capture capture) {
        ContentKey space = ContentKey.of(
                "activations 1",
                model.hex(),
                preprocessing.toString(),
                capture.at().name(),
                capture.pooling().name(),
                Integer.toString(options.batch()));
        return new StoredCapture(capture.at().name(), space, capture.at().units());
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
            ExamplePicture picture = ExamplePicture.open(example, painter);
            ContentKey key = picture.key();
            if (example.pixels() instanceof Example.PictureFile) {
                contents.put(example, key);
            }
            if (stored(key)) {
                return new Prepared(key, true);
            }
            preprocessing.normalise(preprocessing.fit(picture.pixels().decode()), pixels, 0);
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
