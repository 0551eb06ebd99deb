package org.clipprobe.model.internal.build;

import ai.djl.ndarray.types.DataType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.clipprobe.model.DirectWrite;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.engine.OnnxSession;
import org.clipprobe.model.internal.engine.Placement;

/** Reads what units write by sending single directions through the parts of the tower behind them. */
public final class WriteReader {
    /** Rows in a run; a run holds that many examples or tokens. */
    private static final int ROWS = 256;

    /** Standard deviation of what is sent through the normalisation: its epsilon, 1e-5, is nothing beside the square. */
    private static final double SPREAD = 4;

    /** How far, of its length, what a part does to a direction may lie from what it does to the direction's parts. */
    private static final double TOLERANCE = 0.05;

    private static final int TRIED = 4;

    /** Places whose values are the residual stream. */
    private static final List<String> STREAMS = List.of(".resid_sum", ".attn_sum", ".stream");

    private final Path file;
    private final TowerGraph graph;
    private final Modality modality;
    private final Placement placement;
    private final int fixedBatch;
    private Optional<Optional<ReadOut>> known = Optional.empty();

    public WriteReader(Path file, TowerGraph graph, Modality modality, Placement placement) {
        this.file = file;
        this.graph = graph;
        this.modality = modality;
        this.placement = placement;
        this.fixedBatch = graph.inputs(modality).stream()
                .filter(input -> !input.dims().isEmpty())
                .mapToInt(input -> (int)
                        Math.min(Integer.MAX_VALUE, Math.max(0, input.dims().get(0))))
                .max()
                .orElse(0);
    }

    /** Empty where the hook point does not write into the embedding through linear layers and one normalisation. */
    public synchronized Optional<DirectWrite> of(HookPoint hook) throws ModelException {
        int dimensions = graph.embeddingDimensions(modality);
        if (hook.name().equals(modality.prefix() + ".embed")) {
            return Optional.of(
                    new DirectWrite(hook.name(), dimensions, dimensions, identity(dimensions), new float[dimensions]));
        }
        if (known.isEmpty()) {
            known = Optional.of(readOut(dimensions));
        }
        Optional<ReadOut> found = known.get();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        float[] projection = found.get().projection();
        boolean normalised = graph.hookPoint(modality, hook.name() + "_sum").isPresent();
        boolean stream = STREAMS.stream().anyMatch(hook.name()::endsWith);
        if (stream || (hook.name().endsWith(".resid") && !normalised)) {
            return Optional.of(new DirectWrite(
                    hook.name(),
                    hook.units(),
                    dimensions,
                    projection,
                    found.get().offset()));
        }
        Optional<WriteGraph> branch = graph.writeGraph(modality, hook.name(), projection);
        if (branch.isEmpty()) {
            return Optional.empty();
        }
        int units = hook.units();
        // The last row is of zeros: what it gives is the biases'.
        float[] rows = Arrays.copyOf(identity(units), (units + 1) * units);
        float[] written = run(branch.get(), rows, dimensions, branch.get().tokens());
        float[] offset = Arrays.copyOfRange(written, units * dimensions, written.length);
        for (int i = 0; i < units * dimensions; i++) {
            written[i] -= offset[i % dimensions];
        }
        return Optional.of(
                new DirectWrite(hook.name(), units, dimensions, Arrays.copyOf(written, units * dimensions), offset));
    }

    /**
     * The part behind the last residual stream.
     *
     * @param projection from the stream into the embedding, {@code [width, dimensions]}: centring, gain and projection
     * @param offset what it adds whatever the stream is
     */
    private record ReadOut(float[] projection, float[] offset) {}

    private Optional<ReadOut> readOut(int dimensions) throws ModelException {
        Optional<WriteGraph> readOut = graph.readOutGraph(modality);
        if (readOut.isEmpty()) {
            return Optional.empty();
        }
        int width = readOut.get().width();
        double size = SPREAD / Math.sqrt(1.0 / width - 1.0 / width / width);
        float[] single = identity(width);
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) ((single[i] - 1.0 / width) * size);
        }
        float[] projection = odd(readOut.get(), single, dimensions);
        for (int d = 0; d < dimensions; d++) {
            double mean = 0;
            for (int i = 0; i < width; i++) {
                mean += projection[i * dimensions + d] / (double) width;
            }
            for (int i = 0; i < width; i++) {
                int at = i * dimensions + d;
                projection[at] = (float) ((projection[at] - mean) * SPREAD / size);
            }
        }
        return isLinear(readOut.get(), projection, width, dimensions)
                ? Optional.of(new ReadOut(projection, offset(readOut.get(), width, dimensions)))
                : Optional.empty();
    }

    /** Half of what a row and its opposite give together: what does not depend on the row. */
    private float[] offset(WriteGraph readOut, int width, int dimensions) throws ModelException {
        float[] rows = new float[2 * width];
        for (int i = 0; i < width; i++) {
            rows[i] = (float) (SPREAD * ((i * 7 + 3) % 11 - 5) / 5);
            rows[width + i] = -rows[i];
        }
        float[] given = run(readOut, rows, dimensions, 1);
        float[] offset = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
            offset[d] = (given[d] + given[dimensions + d]) / 2;
        }
        return offset;
    }

    /** Whether the part behind the residual stream does to any direction what it does to the direction's parts. */
    private boolean isLinear(WriteGraph readOut, float[] projection, int width, int dimensions) throws ModelException {
        SplittableRandom random = new SplittableRandom(1);
        float[] rows = new float[TRIED * width];
        for (int i = 0; i < rows.length; i++) {
            // Off centre, so that what does not centre is told.
            rows[i] = (float) (SPREAD * (random.nextDouble() * 3.5 - 1));
        }
        float[] found = odd(readOut, rows, dimensions);
        double wrong = 0;
        double all = 0;
        for (int row = 0; row < TRIED; row++) {
            double spread = spread(rows, row * width, width);
            for (int d = 0; d < dimensions; d++) {
                double expected = 0;
                for (int i = 0; i < width; i++) {
                    expected += rows[row * width + i] / spread * projection[i * dimensions + d];
                }
                wrong += square(found[row * dimensions + d] - expected);
                all += square(expected);
            }
        }
        return wrong <= square(TOLERANCE) * all;
    }

    private static double square(double x) {
        return x * x;
    }

    private static double spread(float[] values, int from, int count) {
        double sum = 0;
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
            squares += square(values[i]);
        }
        return Math.sqrt(squares / count - square(sum / count));
    }

    /** Half of what rows give less half of what their opposites give: without what biases add. */
    private float[] odd(WriteGraph part, float[] rows, int dimensions) throws ModelException {
        float[] both = Arrays.copyOf(rows, rows.length * 2);
        for (int i = 0; i < rows.length; i++) {
            both[rows.length + i] = -rows[i];
        }
        float[] given = run(part, both, dimensions, 1);
        float[] odd = new float[given.length / 2];
        for (int i = 0; i < odd.length; i++) {
            odd[i] = (given[i] - given[odd.length + i]) / 2;
        }
        return odd;
    }

    /** @param step rows that one example holds */
    private float[] run(WriteGraph part, float[] rows, int dimensions, int step) throws ModelException {
        int width = part.width();
        int count = rows.length / width;
        int batch = fixedBatch > 0 ? fixedBatch : (ROWS + step - 1) / step;
        float[] results = new float[count * dimensions];
        String output = part.graph().embeddingOutput().orElseThrow();
        try (OnnxSession session = OnnxSession.open(file, part.graph().onnx(), placement.threads(), placement.gpu())) {
            List<OnnxSession.Input> others = others(part, batch);
            FloatBuffer buffer = direct(batch * step * width).asFloatBuffer();
            for (int from = 0; from < count; from += batch * step) {
                int some = Math.min(batch * step, count - from);
                buffer.clear();
                buffer.put(rows, from * width, some * width);
                buffer.put(new float[(batch * step - some) * width]);
                buffer.flip();
                List<OnnxSession.Input> inputs = new ArrayList<>(others);
                inputs.add(
                        new OnnxSession.Input(WriteGraph.INPUT, buffer, DataType.FLOAT32, (long) batch * step, width));
                float[] values = session.run(inputs).get(output).values();
                System.arraycopy(values, 0, results, from * dimensions, some * dimensions);
            }
        }
        return results;
    }

    /** What the tower takes, all zeros: every example and token is the same, so that a text tower may read out any. */
    private static List<OnnxSession.Input> others(WriteGraph part, int batch) {
        List<OnnxSession.Input> others = new ArrayList<>();
        for (TowerInput input : part.graph().inputs()) {
            long[] shape = part.shape(input, batch);
            int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
            boolean wide = input.type() == TowerInput.Element.INT64;
            boolean real = input.type() == TowerInput.Element.FLOAT;
            ByteBuffer bytes = direct(wide ? size * 2 : size);
            Buffer zeros = wide ? bytes.asLongBuffer() : real ? bytes.asFloatBuffer() : bytes.asIntBuffer();
            DataType type = wide ? DataType.INT64 : real ? DataType.FLOAT32 : DataType.INT32;
            others.add(new OnnxSession.Input(input.name(), zeros, type, shape));
        }
        return others;
    }

    private static ByteBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    private static float[] identity(int size) {
        float[] identity = new float[Math.multiplyExact(size, size)];
        for (int i = 0; i < size; i++) {
            identity[i * (size + 1)] = 1;
        }
        return identity;
    }
}
