package org.clipprobe.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.internal.build.BuiltGraph;
import org.clipprobe.model.internal.engine.Gathered;
import org.clipprobe.model.internal.engine.OnnxSession;
import org.clipprobe.model.internal.engine.Placement;

/** An open tower with its captures: runs parts of a batch and puts their outputs together. */
public final class TowerRun implements AutoCloseable {
    private final Path file;
    private final BuiltGraph graph;
    private final List<Capture> captures;
    private final OnnxSession session;

    TowerRun(Path file, BuiltGraph graph, List<Capture> captures, Placement placement) throws ModelException {
        this.file = file;
        this.graph = graph;
        this.captures = List.copyOf(captures);
        this.session = OnnxSession.open(file, graph.onnx(), placement.threads(), placement.gpu());
    }

    /** Runs the tower and keeps what it gives where it is. */
    OnnxSession.Held hold(List<OnnxSession.Input> inputs) throws ModelException {
        return session.hold(inputs);
    }

    Gathering gather(int examples) {
        return new Gathering(examples);
    }

    /** What the runs over one batch gave so far. */
    final class Gathering {
        private final Optional<Gathered> embeddings;
        private final List<Gathered> captured = new ArrayList<>();

        private Gathering(int examples) {
            embeddings = graph.embeddingOutput().map(name -> new Gathered(examples));
            captures.forEach(capture -> captured.add(new Gathered(examples)));
        }

        /**
         * Runs a part of the batch.
         *
         * @param rows the examples that the first rows of the inputs belong to
         */
        void run(List<OnnxSession.Input> inputs, int[] rows) throws ModelException {
            put(session.run(inputs), rows);
        }

        /** The same with inputs that another session gave. */
        void run(List<OnnxSession.Input> inputs, OnnxSession.Held held, int[] rows) throws ModelException {
            put(session.run(inputs, held), rows);
        }

        private void put(Map<String, OnnxSession.Output> outputs, int[] rows) throws ModelException {
            if (embeddings.isPresent()) {
                embeddings.get().put(output(outputs, graph.embeddingOutput().orElseThrow()), rows);
            }
            for (int i = 0; i < captured.size(); i++) {
                captured.get(i).put(output(outputs, graph.captureOutputs().get(i)), rows);
            }
        }

        TowerOutput done() {
            float[] unit = embeddings.map(gathered -> normalised(gathered)).orElse(new float[0]);
            List<Captured> all = new ArrayList<>();
            for (int i = 0; i < captured.size(); i++) {
                all.add(new Captured(
                        captures.get(i),
                        captured.get(i).shape(),
                        captured.get(i).values()));
            }
            return new TowerOutput(unit, List.copyOf(all));
        }
    }

    private OnnxSession.Output output(Map<String, OnnxSession.Output> outputs, String name) throws ModelException {
        OnnxSession.Output output = outputs.get(name);
        if (output == null) {
            throw new ModelException(file + ": expected the output " + name + ", found only " + outputs.keySet());
        }
        return output;
    }

    /** Rows of length 1, as CLIP compares them; a row of zeros stays one. */
    private static float[] normalised(Gathered gathered) {
        float[] values = gathered.values();
        int examples = gathered.shape()[0];
        int dimensions = examples == 0 ? 0 : values.length / examples;
        for (int start = 0; start < values.length; start += dimensions) {
            double sum = 0;
            for (int i = start; i < start + dimensions; i++) {
                sum += (double) values[i] * values[i];
            }
            double norm = Math.sqrt(sum);
            for (int i = start; i < start + dimensions && norm > 0; i++) {
                values[i] = (float) (values[i] / norm);
            }
        }
        return values;
    }

    /** The examples {@code from} to {@code to}, exclusive. */
    static int[] rows(int from, int to) {
        int[] rows = new int[to - from];
        Arrays.setAll(rows, i -> from + i);
        return rows;
    }

    @Override
    public void close() {
        session.close();
    }
}
