package org.clipprobe.model;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.clipprobe.model.internal.engine.OnnxSession;

/** A vision tower that is open for one set of captures and interventions. Used by one thread at a time. */
public final class VisionSession implements AutoCloseable {
    private final TowerRun run;
    private final String input;
    private final int fixedBatch;
    private final int height;
    private final int width;
    private FloatBuffer buffer = FloatBuffer.allocate(0);

    VisionSession(TowerRun run, String input, int fixedBatch, int height, int width) {
        this.run = run;
        this.input = input;
        this.fixedBatch = fixedBatch;
        this.height = height;
        this.width = width;
    }

    /**
     * Runs the tower.
     *
     * @param pixels {@code [n, 3, height, width]} in C order, preprocessed as {@link VisionTower#preprocessing} says; may be
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
        int batch = fixedBatch > 0 ? fixedBatch : n;
        TowerRun.Gathering gathering = run.gather(n);
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            FloatBuffer values = filled(pixels, from * picture, (to - from) * picture, batch * picture);
            gathering.run(
                    List.of(new OnnxSession.Input(input, values, DataType.FLOAT32, batch, 3, height, width)),
                    TowerRun.rows(from, to));
        }
        return gathering.done();
    }

    /** The engine reads direct memory in place; one buffer serves all runs. */
    private FloatBuffer filled(float[] pixels, int from, int length, int size) {
        if (buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        buffer.clear();
        buffer.put(pixels, from, length);
        if (length < size) {
            buffer.put(new float[size - length]);
        }
        return buffer.flip();
    }

    @Override
    public void close() {
        run.close();
    }
}
