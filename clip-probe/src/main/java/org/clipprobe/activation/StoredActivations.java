package org.clipprobe.activation;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.clipprobe.activation.array.ArrayReader;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;

/**
 * Activations in a file that a run wrote or another program: NumPy's format or safetensors, {@code [examples, units]}, or
 * {@code [examples, positions, units]}, whose rows are the positions of one example after the other. Read in bounded pieces.
 */
public final class StoredActivations implements Activations, Closeable {
    private static final int PIECE = 1 << 20;

    private final Capture capture;
    private final ArrayReader reader;
    private final int rows;
    private final int units;

    private StoredActivations(Capture capture, ArrayReader reader, int rows, int units) {
        this.capture = capture;
        this.reader = reader;
        this.rows = rows;
        this.units = units;
    }

    /**
     * Opens a file.
     *
     * @param file named after its hook point, such as {@code vision.3.mlp.npy}
     * @param pooling how its values were pooled
     * @throws IOException when it is neither format, is damaged, holds other numbers, or says that it was pooled otherwise
     */
    public static StoredActivations open(Path file, Pooling pooling) throws IOException {
        ArrayReader reader = ArrayReader.open(file);
        try {
            List<Long> shape = reader.shape();
            if (shape.size() != 2 && (shape.size() != 3 || pooling != Pooling.NONE)) {
                throw new IOException(file + ": expected examples × units"
                        + (pooling == Pooling.NONE ? ", or examples ×" + " positions × units" : "")
                        + ", found the shape " + shape);
            }
            String said = reader.metadata().getOrDefault("pooling", name(pooling));
            if (!said.equals(name(pooling))) {
                throw new IOException(
                        file + ": expected values pooled as " + name(pooling) + ", found that they were as " + said);
            }
            long units = shape.get(shape.size() - 1);
            long rows = reader.rows() * (reader.rowLength() / units);
            if (rows > Integer.MAX_VALUE) {
                throw new IOException(file + ": expected at most 2³¹ rows, found " + rows + "; split the file");
            }
            HookPoint hook = new HookPoint(reader.name(), (int) units, pooling == Pooling.TOKEN);
            return new StoredActivations(new Capture(hook, pooling), reader, (int) rows, (int) units);
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    private static String name(Pooling pooling) {
        return pooling.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Capture capture() {
        return capture;
    }

    @Override
    public int examples() {
        return rows;
    }

    @Override
    public int units() {
        return units;
    }

    @Override
    public void columns(int from, int to, float[] target) {
        int each = reader.rowLength() / units;
        int atOnce = (int) Math.min(reader.rows(), Math.max(1, PIECE / reader.rowLength()));
        float[] values = new float[atOnce * reader.rowLength()];
        try {
            for (int first = 0; first < reader.rows(); first += atOnce) {
                int count = (int) Math.min(atOnce, reader.rows() - first);
                reader.read(first, count, values);
                Transposition.columns(values, count * each, units, from, to, first * each, rows, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
