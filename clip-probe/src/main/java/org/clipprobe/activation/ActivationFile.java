package org.clipprobe.activation;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.clipprobe.model.Capture;

/** Activations in a NumPy file, {@code [examples, units]}. Read in bounded pieces, whatever its size. */
final class ActivationFile implements Activations, Closeable {
    private static final int PIECE = 1 << 22;

    private final Capture capture;
    private final NumpyFile file;

    ActivationFile(Capture capture, NumpyFile file) {
        this.capture = capture;
        this.file = file;
    }

    @Override
    public Capture capture() {
        return capture;
    }

    @Override
    public int examples() {
        return file.rows();
    }

    @Override
    public int units() {
        return file.columns();
    }

    @Override
    public void columns(int from, int to, float[] target) {
        int units = units();
        int examples = examples();
        int rowsAtOnce = Math.max(1, PIECE / (units * Float.BYTES));
        ByteBuffer piece = ByteBuffer.allocate(Math.min(rowsAtOnce, examples) * units * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[piece.capacity() / Float.BYTES];
        for (int first = 0; first < examples; first += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, examples - first);
            file.read(piece.clear().limit(rows * units * Float.BYTES), first)
                    .asFloatBuffer()
                    .get(values, 0, rows * units);
            Transposition.columns(values, rows, units, from, to, first, examples, target);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
