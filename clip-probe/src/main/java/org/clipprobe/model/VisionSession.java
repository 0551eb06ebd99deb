package org.clipprobe.model;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.engine.OnnxSession;

/** A vision tower that is open for one set of captures and interventions. Used by one thread at a time. */
public final class VisionSession implements AutoCloseable {
    private final TowerRun run;
    private final TowerInput input;
    private final int height;
    private final int width;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private float[] turned = new float[0];

    VisionSession(TowerRun run, TowerInput input, int height, int width) {
        this.run = run;
        this.input = input;
        this.height = height;
        this.width = width;
    }

    /**
     * Runs the tower.
     *
     * @param pixels {@code [n, 3, height, width]} in C order, whatever the file's own layout, preprocessed as {@link VisionTower#preprocessing} says; may be
     *     longer, the rest is not looked at
     * @param n number of pictures, at least 1; a tower exported for a fixed batch is run as often as it takes
     * @throws ModelException when the tower fails, out of memory for example
     */
    public TowerOutput run(float[] pixels, int n) throws ModelException {
        int picture = 3 * height * width;
        if (n < 1 || pixels.length < Math.multiplyExact(n, picture)) {
            throw new IllegalArgumentException("pixels: expected at least 1 picture of 3 × " + height + " × " + width
                    + " values, found " + pixels.length + " values for " + n);
        }
        int fixedBatch = Math.toIntExact(Math.max(0, input.dims().get(0)));
        int batch = fixedBatch > 0 ? fixedBatch : n;
        TowerRun.Gathering gathering = run.gather(n);
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            gathering.run(List.of(filled(pixels, from, to, batch)), TowerRun.rows(from, to));
        }
        return gathering.done();
    }

    /** The pictures {@code from} to {@code to}, filled up with black, in the layout and type that the graph takes. */
    private OnnxSession.Input filled(float[] pixels, int from, int to, int batch) {
        int picture = 3 * height * width;
        float[] values = pixels;
        int start = from * picture;
        if (input.channelsLast()) {
            values = channelsLast(pixels, start, (to - from) * picture);
            start = 0;
        }
        long[] shape =
                input.channelsLast() ? new long[] {batch, height, width, 3} : new long[] {batch, 3, height, width};
        boolean asBytes = input.type() == TowerInput.Element.UINT8;
        reserve(Math.multiplyExact(batch * picture, asBytes ? 1 : Float.BYTES));
        if (asBytes) {
            for (int i = 0; i < (to - from) * picture; i++) {
                bytes.put((byte) Math.round(values[start + i]));
            }
            bytes.put(new byte[(batch - to + from) * picture]);
            return new OnnxSession.Input(input.name(), bytes.flip(), DataType.UINT8, shape);
        }
        FloatBuffer floats = bytes.asFloatBuffer();
        floats.put(values, start, (to - from) * picture);
        floats.put(new float[(batch - to + from) * picture]);
        return new OnnxSession.Input(input.name(), floats.flip(), DataType.FLOAT32, shape);
    }

    /** The engine reads direct memory in place; one buffer serves all runs. */
    private void reserve(int size) {
        if (bytes.capacity() != size) {
            bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        }
        bytes.clear();
    }

    private float[] channelsLast(float[] pixels, int from, int length) {
        int area = height * width;
        turned = turned.length < length ? new float[length] : turned;
        for (int i = 0; i < length; i++) {
            int within = i % (3 * area);
            turned[i - within + within % area * 3 + within / area] = pixels[from + i];
        }
        return turned;
    }

    @Override
    public void close() {
        run.close();
    }
}
