package org.clipprobe.activation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.clipprobe.run.ContentKey;

/**
 * Some finished rows of one capture in one file that is written whole or not at all: magic, rows, units, a key per row,
 * the rows as little-endian float32, and a SHA-256 over all of it.
 *
 * @param file where it lies
 * @param units columns
 * @param keys one per row
 */
record Shard(Path file, int units, List<ContentKey> keys) {
    static final String SUFFIX = ".shard";
    private static final long MAGIC = 0x434C50524F424531L;
    private static final int HEADER = Long.BYTES + 2 * Integer.BYTES;

    /** Writes a shard beside its final name, forces it to disk, then moves it. */
    static Path write(Path folder, int units, List<ContentKey> keys, List<float[]> rows) throws IOException {
        int body = HEADER + keys.size() * (ContentKey.BYTES + units * Float.BYTES);
        ByteBuffer buffer = ByteBuffer.allocate(body + ContentKey.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(MAGIC).putInt(keys.size()).putInt(units);
        keys.forEach(key -> buffer.put(key.bytes()));
        for (float[] row : rows) {
            buffer.asFloatBuffer().put(row, 0, units);
            buffer.position(buffer.position() + units * Float.BYTES);
        }
        buffer.put(digest(buffer.array(), body));
        String name = UUID.randomUUID().toString();
        Path unfinished = folder.resolve(name + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            return Files.move(unfinished, folder.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw NumpyFile.unwritable(folder, e);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Reads a shard's keys; a file that is not a whole shard of {@code units} columns has none. */
    static Shard open(Path file, int units) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            if (!filled(channel, header) || header.getLong() != MAGIC) {
                return new Shard(file, units, List.of());
            }
            int rows = header.getInt();
            boolean whole = header.getInt() == units
                    && rows >= 0
                    && channel.size()
                            == HEADER + (long) rows * (ContentKey.BYTES + units * Float.BYTES) + ContentKey.BYTES;
            ByteBuffer names = ByteBuffer.allocate(whole ? rows * ContentKey.BYTES : 0);
            if (!whole || !filled(channel, names)) {
                return new Shard(file, units, List.of());
            }
            List<ContentKey> keys = new ArrayList<>(rows);
            for (int row = 0; row < rows; row++) {
                keys.add(ContentKey.read(names));
            }
            return new Shard(file, units, keys);
        }
    }

    /** Bytes of the whole file. */
    int size() {
        return HEADER + keys.size() * (ContentKey.BYTES + units * Float.BYTES) + ContentKey.BYTES;
    }

    /**
     * The rows' values, little-endian float32, {@code [rows, units]}.
     *
     * @param buffer at least {@link #size} bytes, which are overwritten; the values are a part of it
     * @throws IOException when the file is not what was written
     */
    ByteBuffer values(ByteBuffer buffer) throws IOException {
        ByteBuffer all = buffer.clear().limit(size());
        try (FileChannel channel = FileChannel.open(file)) {
            var digest = ContentKey.sha256();
            boolean whole = filled(channel, all) && channel.size() == all.limit();
            digest.update(all.limit(size() - ContentKey.BYTES));
            byte[] written = new byte[ContentKey.BYTES];
            all.limit(size()).get(written);
            if (!whole || !Arrays.equals(digest.digest(), written)) {
                throw new IOException(
                        file + ": a stored shard of activations is damaged; delete the file and run again");
            }
        }
        int from = HEADER + keys.size() * ContentKey.BYTES;
        return all.slice(from, size() - ContentKey.BYTES - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] digest(byte[] content, int length) {
        var digest = ContentKey.sha256();
        digest.update(content, 0, length);
        return digest.digest();
    }

    private static boolean filled(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until the buffer is full or the file ends
        }
        boolean full = !buffer.hasRemaining();
        buffer.flip();
        return full;
    }
}
