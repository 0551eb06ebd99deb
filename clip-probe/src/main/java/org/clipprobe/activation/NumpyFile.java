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

/**
 * A matrix in a NumPy file: float32, {@code [rows, columns]}, C order, little-endian, so that {@code numpy.load} opens it.
 */
final class NumpyFile implements Closeable {
    private static final int HEADER = 128;

    private final Path path;
    private final int rows;
    private final int columns;
    private final FileChannel channel;

    private NumpyFile(Path path, int rows, int columns, FileChannel channel) {
        this.path = path;
        this.rows = rows;
        this.columns = columns;
        this.channel = channel;
    }

    /** A new file, whose rows are to be written in any order. */
    static NumpyFile create(Path path, int rows, int columns) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        NumpyFile file = new NumpyFile(path, rows, columns, channel);
        file.write(header(rows, columns), 0);
        return file;
    }

    /**
     * A file that was written here before.
     *
     * @throws IOException when it is not there, or not a matrix of this shape
     */
    static NumpyFile open(Path path, int rows, int columns) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        ByteBuffer found = ByteBuffer.allocate(HEADER);
        while (found.hasRemaining() && channel.read(found) >= 0) {
            // the rest of the header
        }
        long bytes = HEADER + (long) rows * columns * Float.BYTES;
        if (!found.flip().equals(header(rows, columns)) || channel.size() != bytes) {
            channel.close();
            throw new IOException(path + ": expected float32 values of " + rows + " examples and " + columns
                    + " units in a NumPy file, found another matrix; run the study again");
        }
        return new NumpyFile(path, rows, columns, channel);
    }

    /** NumPy's format 1.0: magic, version, length of the description, the description padded with spaces. */
    private static ByteBuffer header(int rows, int columns) {
        String shape = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
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

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    private int rowBytes() {
        return columns * Float.BYTES;
    }

    /** Writes the values of some rows that follow each other, {@code [rows, columns]} little-endian. */
    void write(int firstRow, ByteBuffer values) throws IOException {
        write(values, HEADER + (long) firstRow * rowBytes());
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

    /** Fills {@code piece} with rows from {@code firstRow} on. */
    ByteBuffer read(ByteBuffer piece, int firstRow) {
        long position = HEADER + (long) firstRow * rowBytes();
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
