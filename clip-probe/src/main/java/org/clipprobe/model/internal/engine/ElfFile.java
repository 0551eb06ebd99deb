package org.clipprobe.model.internal.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A shared library of 64-bit Linux, little-endian: which other libraries it needs by name. */
final class ElfFile implements AutoCloseable {
    private static final int MAGIC = 0x464C457F;
    private static final int HEADER_BYTES = 64;
    private static final int SEGMENT_BYTES = 56;
    private static final int LOADED = 1;
    private static final int DYNAMIC = 2;
    private static final int NEEDED = 1;
    private static final int NAMES = 5;
    private static final int LONGEST_NAME = 4096;

    private final SeekableByteChannel file;
    private final List<Segment> segments = new ArrayList<>();

    private record Segment(int type, long offset, long address, long bytes) {
        boolean holds(long other) {
            return type == LOADED && other >= address && other < address + bytes;
        }
    }

    private ElfFile(SeekableByteChannel file) throws IOException {
        this.file = file;
        ByteBuffer header = read(0, HEADER_BYTES);
        if (header.getInt(0) != MAGIC || header.get(4) != 2 || header.get(5) != 1) {
            throw new IOException("expected a shared library of 64-bit Linux, found something else");
        }
        long table = header.getLong(32);
        int count = Short.toUnsignedInt(header.getShort(56));
        ByteBuffer entries = read(table, count * SEGMENT_BYTES);
        for (int i = 0; i < count; i++) {
            int at = i * SEGMENT_BYTES;
            segments.add(new Segment(
                    entries.getInt(at), entries.getLong(at + 8), entries.getLong(at + 16), entries.getLong(at + 32)));
        }
    }

    /**
     * The names of the libraries that the system loads with this one, such as {@code libcudnn.so.9}, in the file's order.
     *
     * @throws IOException when the file cannot be read, or is not a shared library of 64-bit Linux
     */
    static List<String> needed(Path library) throws IOException {
        try (ElfFile file = new ElfFile(Files.newByteChannel(library))) {
            return file.needed();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException(library + ": is damaged", e);
        }
    }

    private List<String> needed() throws IOException {
        List<Long> places = new ArrayList<>();
        long names = 0;
        for (Segment dynamic : segments) {
            if (dynamic.type() != DYNAMIC) {
                continue;
            }
            ByteBuffer entries = read(dynamic.offset(), Math.toIntExact(dynamic.bytes()));
            while (entries.remaining() >= 16) {
                long tag = entries.getLong();
                long value = entries.getLong();
                if (tag == NEEDED) {
                    places.add(value);
                } else if (tag == NAMES) {
                    names = offset(value);
                }
            }
        }
        List<String> needed = new ArrayList<>();
        for (long place : places) {
            needed.add(name(names + place));
        }
        return needed;
    }

    private long offset(long address) throws IOException {
        for (Segment segment : segments) {
            if (segment.holds(address)) {
                return segment.offset() + address - segment.address();
            }
        }
        throw new IOException("is damaged: its table of names is in no segment");
    }

    private String name(long offset) throws IOException {
        long length = Math.min(LONGEST_NAME, file.size() - offset);
        ByteBuffer bytes = read(offset, Math.toIntExact(length));
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (byte next = bytes.get(); next != 0; next = bytes.get()) {
            name.write(next);
        }
        return name.toString(StandardCharsets.US_ASCII);
    }

    private ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.position(offset);
        while (bytes.hasRemaining()) {
            if (file.read(bytes) < 0) {
                throw new IOException("ends early");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
