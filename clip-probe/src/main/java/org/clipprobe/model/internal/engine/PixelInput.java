package org.clipprobe.model.internal.engine;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.clipprobe.model.internal.build.TowerInput;

/** Lays pictures out as a vision tower takes them. Used by one thread at a time. */
public final class PixelInput {
    private final TowerInput input;
    private final int height;
    private final int width;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private float[] turned = new float[0];

    public PixelInput(TowerInput input, int height, int width) {
        this.input = input;
        this.height = height;
        this.width = width;
    }

    /** How many pictures go in at once: {@code n}, or what a tower exported for a fixed batch takes. */
    public int batch(int n) {
        int fixed = Math.toIntExact(Math.max(0, input.dims().get(0)));
        return fixed > 0 ? fixed : n;
    }

    /** Refuses anything but {@code [n, 3, height, width]} or more. */
    public void check(float[] pixels, int n) {
        int picture = 3 * height * width;
        if (n < 1 || pixels.length < Math.multiplyExact(n, picture)) {
            throw new IllegalArgumentException("pixels: expected at least 1 picture of 3 × " + height + " × " + width
                    + " values, found " + pixels.length + " values for " + n);
        }
    }

    /**
     * The pictures {@code from} to {@code to}, filled up with black, in the layout and type that the graph takes; valid until
     * the next call.
     */
    public OnnxSession.Input filled(float[] pixels, int from, int to, int batch) {
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
}
