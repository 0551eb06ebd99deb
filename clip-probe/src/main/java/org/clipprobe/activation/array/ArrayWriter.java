package org.clipprobe.activation.array;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Writes an array row by row, however many there will be: memory does not grow with their number. The file is whole once it
 * is closed.
 */
public final class ArrayWriter implements Closeable {
    private static final int PIECE = 1 << 20;

    /** What is stored, besides the number of rows. */
    record Layout(String name, NumberType type, List<Integer> row, Map<String, String> metadata) {
        Layout {
            row = List.copyOf(row);
            metadata = Map.copyOf(metadata);
        }

        int rowLength() {
            return row.stream().reduce(1, Math::multiplyExact);
        }
    }

    private final Path file;
    private final ArrayFormat format;
    private final Layout layout;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    private long rows;
    private long overflowed;

    private ArrayWriter(Path file, ArrayFormat format, Layout layout, FileChannel channel) {
        this.file = file;
        this.format = format;
        this.layout = layout;
        this.channel = channel;
    }

    /**
     * Begins a file, which must not be there yet.
     *
     * @param name of the array; in safetensors, the tensor's
     * @param row the shape of a row: {@code [units]}, or {@code [positions, units]}
     * @param metadata what else is to be said; NumPy's format has no place for it
     */
    public static ArrayWriter create(
            Path file,
            ArrayFormat format,
            NumberType type,
            String name,
            List<Integer> row,
            Map<String, String> metadata)
            throws IOException {
        if (type == NumberType.BFLOAT16) {
            throw new IllegalArgumentException(file + ": expected float32 or float16 to write, found " + type);
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ArrayWriter writer = new ArrayWriter(file, format, new Layout(name, type, row, metadata), channel);
        try {
            writer.head();
            return writer;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Writes the header for the rows so far; it is as long for every number of rows. */
    private void head() throws IOException {
        ByteBuffer header = format == ArrayFormat.NPY ? NpyHeader.of(layout, rows) : SafetensorsHeader.of(layout, rows);
        channel.position(0);
        write(header);
    }

    /**
     * Appends rows.
     *
     * @param values {@code [rows, …row]} in C order; may be longer, the rest is not looked at
     */
    public void append(float[] values, int count) throws IOException {
        int length = Math.multiplyExact(count, layout.rowLength());
        if (values.length < length) {
            throw new IllegalArgumentException(
                    file + ": expected " + length + " values for " + count + " rows, found " + values.length);
        }
        for (int i = 0; i < length; i++) {
            if (buffer.remaining() < layout.type().bytes()) {
                flush();
            }
            overflowed +=
                    layout.type() == NumberType.FLOAT16 && Float.isFinite(values[i]) && isTooLarge(values[i]) ? 1 : 0;
            layout.type().put(values[i], buffer);
        }
        rows += count;
    }

    private static boolean isTooLarge(float value) {
        return Float.isInfinite(Half.toFloat(Half.of(value)));
    }

    /** How many finite numbers were too large for 16 bits and became infinite. */
    public long overflowed() {
        return overflowed;
    }

    private void flush() throws IOException {
        write(buffer.flip());
        buffer.clear();
    }

    private void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new IOException(
                    file + ": cannot be written (" + e.getMessage()
                            + "); free some space, raise the limit (ulimit -f), or choose a folder on another disk",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
            head();
        }
    }

    /**
     * Stores an array in another format and type, in the same folder; the file that it was in goes.
     *
     * @param metadata what else is to be said
     * @return how many finite numbers were too large and became infinite
     */
    public static long convert(Path from, ArrayFormat format, NumberType type, Map<String, String> metadata)
            throws IOException {
        String name = from.getFileName().toString();
        String stem = name.substring(0, name.lastIndexOf('.'));
        Path unfinished = from.resolveSibling(name + ".tmp");
        long overflowed;
        try (ArrayReader reader = ArrayReader.open(from)) {
            List<Integer> row =
                    reader.shape().stream().skip(1).map(Math::toIntExact).toList();
            ArrayWriter writer = create(unfinished, format, type, stem, row, metadata);
            try (writer) {
                int atOnce = (int) Math.min(reader.rows(), Math.max(1, PIECE / reader.rowLength()));
                float[] values = new float[Math.multiplyExact(atOnce, reader.rowLength())];
                for (long first = 0; first < reader.rows(); first += atOnce) {
                    int count = Math.toIntExact(Math.min(atOnce, reader.rows() - first));
                    reader.read(first, count, values);
                    writer.append(values, count);
                }
            }
            overflowed = writer.overflowed();
        }
        Files.delete(from);
        Files.move(unfinished, from.resolveSibling(stem + format.suffix()), StandardCopyOption.ATOMIC_MOVE);
        return overflowed;
    }
}
