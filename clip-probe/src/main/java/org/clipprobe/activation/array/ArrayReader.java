package org.clipprobe.activation.array;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads an array of 32 or 16-bit real numbers from a NumPy or safetensors file, some rows at a time. */
public final class ArrayReader implements Closeable {
    private static final int PIECE = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final Stored stored;
    private final int rowLength;

    private ArrayReader(Path file, FileChannel channel, Stored stored, int rowLength) {
        this.file = file;
        this.channel = channel;
        this.stored = stored;
        this.rowLength = rowLength;
    }

    /** Finds a tensor in a file. */
    private interface Finder {
        Stored find(FileChannel channel) throws IOException;
    }

    /**
     * Opens a file with one array; the format is identified by its first bytes.
     *
     * @throws IOException when it is neither format, is damaged, or holds other numbers; one sentence says what
     */
    public static ArrayReader open(Path file) throws IOException {
        return open(
                file,
                channel -> isNumPy(channel)
                        ? NpyHeader.read(file, channel)
                        : SafetensorsHeader.read(file, channel).only());
    }

    /** Opens one tensor of a safetensors file. */
    public static ArrayReader open(Path file, String tensor) throws IOException {
        return open(file, channel -> SafetensorsHeader.read(file, channel).named(tensor));
    }

    private static ArrayReader open(Path file, Finder finder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        }
        try {
            Stored stored = finder.find(channel);
            long row = Stored.bytes(
                    file,
                    stored.name(),
                    stored.shape().subList(1, stored.shape().size()),
                    1);
            if (row < 1 || row > Integer.MAX_VALUE / Float.BYTES) {
                throw new IOException(
                        file + ": expected rows of 1 to " + Integer.MAX_VALUE / Float.BYTES + " numbers, found " + row);
            }
            return new ArrayReader(file, channel, stored, (int) row);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isNumPy(FileChannel channel) throws IOException {
        int length = NpyHeader.MAGIC.length;
        return channel.size() >= length && Arrays.equals(Stored.content(channel, 0, length), NpyHeader.MAGIC);
    }

    /** The array's name: the tensor's, or the file's without its ending. */
    public String name() {
        return stored.name();
    }

    /** Its dimensions, rows first. */
    public List<Long> shape() {
        return stored.shape();
    }

    /** How its numbers are stored. */
    public NumberType type() {
        return stored.type();
    }

    /** What the file says besides; NumPy's files say nothing. */
    public Map<String, String> metadata() {
        return stored.metadata();
    }

    /** Length of the first dimension. */
    public long rows() {
        return stored.shape().get(0);
    }

    /** How many numbers a row has. */
    public int rowLength() {
        return rowLength;
    }

    /**
     * Reads rows.
     *
     * @param target receives {@code [count, …]} in C order
     */
    public void read(long first, int count, float[] target) throws IOException {
        if (first < 0 || count < 0 || first + count > rows()) {
            throw new IllegalArgumentException(
                    file + ": expected rows of 0 to " + rows() + ", found " + count + " from " + first + " on");
        }
        int bytes = stored.type().bytes();
        long left = (long) count * rowLength;
        long position = stored.begin() + first * rowLength * bytes;
        ByteBuffer piece =
                ByteBuffer.allocate((int) Math.min(PIECE, left * bytes)).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (left > 0) {
            int numbers = (int) Math.min(left, piece.capacity() / bytes);
            Stored.fill(channel, position, piece.clear().limit(numbers * bytes));
            for (int i = 0; i < numbers; i++) {
                target[at++] = stored.type().get(piece);
            }
            left -= numbers;
            position += (long) numbers * bytes;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
