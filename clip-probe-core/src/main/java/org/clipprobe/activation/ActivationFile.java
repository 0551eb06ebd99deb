package org.clipprobe.activation;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.clipprobe.model.Capture;

/**
 * Activations in a NumPy file: float32, {@code [examples, units]}, C order, little-endian, so that {@code numpy.load}
 * opens it. Read in bounded pieces, whatever its size.
 */
final class ActivationFile implements Activations, Closeable {
    private static final int HEADER = 128;
    private static final int PIECE = 1 << 22;

    private final Capture capture;
    private final int examples;
    private final Path path;
    private final FileChannel channel;

    private ActivationFile(Capture capture, int examples, Path path, FileChannel channel) {
        this.capture = capture;
        this.examples = examples;
        this.path = path;
        this.channel = channel;
    }

    /** A new file of zeros. */
    static ActivationFile create(Path path, Capture capture, int examples) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        ActivationFile file = new ActivationFile(capture, examples, path, channel);
        file.write(header(examples, file.units()), 0);
        return file;
    }

    /** NumPy's format 1.0: magic, version, length of the description, the description padded with spaces. */
    private static ByteBuffer header(int examples, int units) {
        String shape = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + examples + ", " + units + "), }";
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        header.putShort((short) (HEADER - header.position() - Short.BYTES));
        header.put(shape.getBytes(StandardCharsets.US_ASCII));
        while (header.position() < HEADER - 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').flip();
    }

    Path path() {
        return path;
    }

    /** Writes one example's values, {@code [units]} little-endian. */
    void row(int example, ByteBuffer values) throws IOException {
        write(values, HEADER + (long) example * units() * Float.BYTES);
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        long position = at;
        try {
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /** Says what a full disk, a quota or a limit on file sizes means for whoever started the run. */
    static IOException unwritable(Path place, IOException e) {
        return new IOException(
                place + ": activations cannot be written here (" + e.getMessage()
                        + "); free some space, raise the limit (ulimit -f), or choose a folder on another disk",
                e);
    }

    @Override
    public Capture capture() {
        return capture;
    }

    @Override
    public int examples() {
        return examples;
    }

    @Override
    public int units() {
        return capture.at().units();
    }

    @Override
    public void columns(int from, int to, float[] target) {
        int units = units();
        int rowsAtOnce = Math.max(1, PIECE / (units * Float.BYTES));
        ByteBuffer piece = ByteBuffer.allocate(Math.min(rowsAtOnce, examples) * units * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[piece.capacity() / Float.BYTES];
        for (int first = 0; first < examples; first += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, examples - first);
            read(piece.clear().limit(rows * units * Float.BYTES), first)
                    .asFloatBuffer()
                    .get(values, 0, rows * units);
            Transposition.columns(values, rows, units, from, to, first, examples, target);
        }
    }

    private ByteBuffer read(ByteBuffer piece, int firstRow) {
        long position = HEADER + (long) firstRow * units() * Float.BYTES;
        try {
            while (piece.hasRemaining()) {
                int count = channel.read(piece, position);
                if (count < 0) {
                    throw new IOException(path + ": ends early; the file was changed while it was read");
                }
                position += count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return piece.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
