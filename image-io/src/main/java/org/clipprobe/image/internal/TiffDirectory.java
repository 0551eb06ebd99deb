package org.clipprobe.image.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** The first directory of a TIFF file: its tags that hold whole numbers, undefined bytes or text. */
final class TiffDirectory {
    static final int CLASSIC = 42;
    /** BigTIFF: the same with 64-bit places and numbers. */
    static final int BIG = 43;

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_LENGTHS = 279;
    static final int PLANAR = 284;
    static final int COLOUR_MAP = 320;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_LENGTHS = 325;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    static final int JPEG_TABLES = 347;
    static final int XMP = 700;

    private final Map<Integer, long[]> tags = new HashMap<>();

    private TiffDirectory() {}

    static TiffDirectory read(byte[] file) throws BrokenPicture {
        ByteBuffer buffer = ByteBuffer.wrap(file);
        buffer.order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        TiffDirectory directory = new TiffDirectory();
        try {
            boolean big = buffer.getShort(2) == BIG;
            buffer.position(big ? Math.toIntExact(buffer.getLong(8)) : buffer.getInt(4));
            long entries = big ? buffer.getLong() : buffer.getShort() & 0xffff;
            for (long i = 0; i < entries; i++) {
                directory.entry(buffer, big);
            }
        } catch (ArithmeticException
                | BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException e) {
            throw new BrokenPicture("is truncated: its TIFF directory lies behind the end of the file", e);
        }
        return directory;
    }

    private void entry(ByteBuffer buffer, boolean big) {
        int tag = buffer.getShort() & 0xffff;
        int type = buffer.getShort();
        long count = big ? buffer.getLong() : buffer.getInt();
        int room = big ? Long.BYTES : Integer.BYTES;
        int at = buffer.position();
        buffer.position(at + room);
        int size = switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 13 -> 4;
            case 16, 17, 18 -> 8;
            default -> 0;
        };
        if (size == 0 || count < 0 || count > buffer.limit() / size) {
            return;
        }
        int start = at;
        if (size * count > room) {
            start = big ? Math.toIntExact(buffer.getLong(at)) : buffer.getInt(at);
        }
        long[] values = new long[(int) count];
        for (int i = 0; i < count; i++) {
            values[i] = value(buffer, start + i * size, size);
        }
        tags.put(tag, values);
    }

    private static long value(ByteBuffer buffer, int place, int size) {
        return switch (size) {
            case 1 -> buffer.get(place) & 0xff;
            case 2 -> buffer.getShort(place) & 0xffff;
            case 4 -> buffer.getInt(place) & 0xffffffffL;
            default -> buffer.getLong(place);
        };
    }

    boolean has(int tag) {
        return tags.containsKey(tag) && tags.get(tag).length > 0;
    }

    /** All values of a tag, none where it is missing. */
    long[] all(int tag) {
        return tags.getOrDefault(tag, new long[0]).clone();
    }

    /** The first value of a tag. */
    long one(int tag, long otherwise) {
        return has(tag) ? tags.get(tag)[0] : otherwise;
    }

    /** A tag's values as bytes. */
    byte[] bytes(int tag) {
        long[] values = all(tag);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
