package org.clipprobe.activation;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.clipprobe.activation.array.ArrayFormat;
import org.clipprobe.activation.array.ArrayWriter;
import org.clipprobe.activation.array.NumberType;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captured;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.Progress;
import org.clipprobe.run.Skipped;

/**
 * Takes the activations of a probing set at every position. They are written as they come and not kept between runs: they
 * are as many times larger than pooled ones as there are positions. Memory is bounded by a few batches.
 */
public final class PositionCollector {
    private final Preprocessing preprocessing;
    private final Forward forward;
    private final CollectorOptions options;
    private final ArrayFormat format;
    private final NumberType type;
    private final TextPainter painter = new TextPainter();

    /**
     * Prepares a collection.
     *
     * @param captures without pooling
     * @param format of the files
     * @param type of their numbers
     */
    public static PositionCollector of(
            ClipModel model, List<Capture> captures, CollectorOptions options, ArrayFormat format, NumberType type)
            throws ModelException {
        VisionTower tower = model.requireVision();
        return new PositionCollector(tower.preprocessing(), new LateSession(tower, captures), options, format, type);
    }

    /**
     * Prepares a collection.
     *
     * @param forward captures without pooling, or whatever is to be written as it is
     * @param format of the files
     * @param type of their numbers
     */
    PositionCollector(
            Preprocessing preprocessing,
            Forward forward,
            CollectorOptions options,
            ArrayFormat format,
            NumberType type) {
        this.preprocessing = preprocessing;
        this.forward = forward;
        this.options = options;
        this.format = format;
        this.type = type;
    }

    /**
     * Takes the activations of every example that can be read.
     *
     * @param folder receives one file per capture, {@code [examples, positions, units]}
     * @return without activations in memory; the files hold them
     * @throws IOException when no example can be read, or a result cannot be written
     */
    public Collected collect(ProbingSet set, Path folder, Progress progress) throws IOException {
        Files.createDirectories(folder);
        Pass pass = new Pass(folder);
        try (forward;
                pass;
                Progress.Task task =
                        progress.begin("looking at pictures", set.examples().size())) {
            pass.run(set, task);
        }
        ProbingSet kept = set.without(pass.failed::contains, pass.skipped);
        if (kept.examples().isEmpty()) {
            Skipped first = pass.skipped.get(0);
            throw new IOException("none of the " + set.examples().size() + " pictures could be read; the first: "
                    + first.file() + ": " + first.reason());
        }
        List<ContentKey> keys = kept.examples().stream().map(pass.keys::get).toList();
        return new Collected(kept, keys, new ActivationSet(List.of()), List.of(), Map.copyOf(pass.keys), keys.size());
    }

    /** What a file says besides its numbers. */
    static Map<String, String> metadata(Captured captured) {
        return Map.of(
                "hook_point", captured.capture().at().name(),
                "pooling", captured.capture().pooling().name().toLowerCase(Locale.ROOT));
    }

    /** One walk over the probing set. */
    private final class Pass implements Closeable {
        private final Path folder;
        private final List<ArrayWriter> writers = new ArrayList<>();
        private final Map<Example, ContentKey> keys = new HashMap<>();
        private final Set<Example> failed = new HashSet<>();
        private final List<Skipped> skipped = new ArrayList<>();

        Pass(Path folder) {
            this.folder = folder;
        }

        void run(ProbingSet set, Progress.Task task) throws IOException {
            int pixels = 3
                    * preprocessing.geometry().width()
                    * preprocessing.geometry().height();
            try (Feeder feeder =
                    new Feeder(set.examples(), this::prepare, options.workers(), options.batch(), this::note, pixels)) {
                for (Feeder.Batch batch = feeder.next(task); batch != null; batch = feeder.next(task)) {
                    int examples = batch.keys().size();
                    write(forward.run(batch.pixels(), examples).captured(), examples);
                    task.advance(examples);
                    feeder.recycle(batch);
                }
            }
        }

        /** Runs on the feeder's workers. */
        private Collector.Prepared prepare(Example example, float[] pixels) throws IOException {
            ExamplePicture picture = ExamplePicture.open(example, painter);
            preprocessing.normalise(preprocessing.fit(picture.pixels().decode()), pixels, 0);
            return new Collector.Prepared(picture.key(), false);
        }

        private boolean note(Example example, Collector.Prepared prepared, String problem) {
            if (problem != null) {
                failed.add(example);
                skipped.add(new Skipped(example.id(), problem));
                return false;
            }
            keys.put(example, prepared.key());
            return true;
        }

        private void write(List<Captured> captured, int examples) throws IOException {
            for (int i = 0; i < captured.size(); i++) {
                if (writers.size() == i) {
                    writers.add(begin(captured.get(i)));
                }
                writers.get(i).append(captured.get(i).values(), examples);
            }
        }

        private ArrayWriter begin(Captured captured) throws IOException {
            String name = captured.capture().at().name();
            List<Integer> row = new ArrayList<>();
            for (int axis = 1; axis < captured.shape().length; axis++) {
                row.add(captured.shape()[axis]);
            }
            return ArrayWriter.create(
                    folder.resolve(name + format.suffix()), format, type, name, row, metadata(captured));
        }

        @Override
        public void close() throws IOException {
            for (ArrayWriter writer : writers) {
                writer.close();
            }
        }
    }
}
