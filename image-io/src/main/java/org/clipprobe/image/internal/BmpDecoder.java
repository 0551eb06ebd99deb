package org.clipprobe.image.internal;

import boofcv.struct.image.InterleavedU8;

/** Reads Windows and OS/2 bitmaps: 1 to 32 bits, palettes, bit fields and run-length coding, as Pillow does. */
public final class BmpDecoder {
    private static final int FILE_HEADER = 14;
    private static final int CORE_HEADER = 12;
    private static final int RAW = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BIT_FIELDS = 3;

    private final byte[] file;
    private int width;
    private int height;
    private boolean topDown;
    private int bits;
    private int compression;
    private int data;

    private BmpDecoder(byte[] file) {
        this.file = file;
    }

    /** Whether a file begins as bitmaps do. */
    public static boolean accepts(byte[] file) {
        return file.length >= 2 && file[0] == 'B' && file[1] == 'M';
    }

    public static Decoded decode(byte[] file) throws BrokenPicture {
        return new Decoded(new BmpDecoder(file).decode(), Exif.UPRIGHT);
    }

    private InterleavedU8 decode() throws BrokenPicture {
        need(FILE_HEADER, 4);
        int headerSize = Bytes.littleInt32(file, FILE_HEADER);
        byte[] palette = headers(headerSize);
        if (bits <= 8) {
            return indexed(palette);
        }
        if (compression != RAW && compression != BIT_FIELDS) {
            throw unsupported();
        }
        BmpMasks masks = compression == BIT_FIELDS ? BmpMasks.read(file, headerSize, bits) : BmpMasks.usual(bits);
        return masked(masks);
    }

    private byte[] headers(int headerSize) throws BrokenPicture {
        boolean core = headerSize == CORE_HEADER;
        if (!core && (headerSize < 40 || headerSize > 124)) {
            throw new BrokenPicture("expected a bitmap header of 12 or 40 to 124 bytes, found " + headerSize);
        }
        need(FILE_HEADER, headerSize);
        int at = FILE_HEADER + 4;
        if (core) {
            size(Bytes.littleInt16(file, at), Bytes.littleInt16(file, at + 2));
        } else {
            // Pillow takes a height to be negative, stored from the top, by its highest byte alone.
            topDown = file[at + 7] == -1;
            long stored = Bytes.littleInt32(file, at + 4);
            size(Bytes.littleInt32(file, at) & 0xffffffffL, topDown ? -stored : stored & 0xffffffffL);
        }
        bits = Bytes.littleInt16(file, at + (core ? 6 : 10));
        compression = core ? RAW : Bytes.littleInt32(file, at + 12);
        if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32) {
            throw new BrokenPicture("expected a bitmap of 1, 4, 8, 16, 24 or 32 bits, found " + bits);
        }
        data = Bytes.littleInt32(file, 10);
        return palette(headerSize, core, at);
    }

    private void size(long storedWidth, long storedHeight) throws BrokenPicture {
        PixelLimit.check(storedWidth, storedHeight);
        width = (int) storedWidth;
        height = (int) storedHeight;
    }

    private byte[] palette(int headerSize, boolean core, int at) throws BrokenPicture {
        int stored = core ? 0 : Bytes.littleInt32(file, at + 28);
        int colours = stored == 0 && bits <= 8 ? 1 << bits : stored;
        int entry = core ? 3 : 4;
        int start = FILE_HEADER + headerSize;
        byte[] palette = Palette.black();
        if (bits > 8) {
            data = data == 0 ? start + (compression == BIT_FIELDS && headerSize == 40 ? 12 : 0) : data;
            return palette;
        }
        if (colours < 1 || colours > 65536) {
            throw new BrokenPicture("expected 1 to 65536 colours, found " + colours);
        }
        for (int i = 0; i < Math.min(colours, 256) && start + (i + 1) * entry <= file.length; i++) {
            for (int band = 0; band < 3; band++) {
                palette[3 * i + band] = file[start + i * entry + 2 - band];
            }
        }
        if (data == 0 || data == start) {
            data = start + entry * colours;
        }
        return palette;
    }

    private InterleavedU8 indexed(byte[] palette) throws BrokenPicture {
        boolean runs = (compression == RLE8 && bits == 8) || (compression == RLE4 && bits == 4);
        if (!runs && compression != RAW) {
            throw unsupported();
        }
        int stride = runs ? width : stride();
        byte[] rows = runs ? new BmpRuns(file, data, width, height, bits == 4).decode() : file;
        int start = runs ? 0 : data;
        int depth = runs ? 8 : bits;
        if (!runs) {
            needRows();
        }
        InterleavedU8 picture = new InterleavedU8(width, height, 3);
        for (int y = 0; y < height; y++) {
            int row = start + y * stride;
            int out = picture.getIndex(0, topDown ? y : height - 1 - y);
            for (int x = 0; x < width; x++, out += 3) {
                int bit = x * depth;
                int index = (rows[row + (bit >> 3)] & 0xff) >> (8 - depth - (bit & 7)) & ((1 << depth) - 1);
                System.arraycopy(palette, 3 * index, picture.data, out, 3);
            }
        }
        return picture;
    }

    private InterleavedU8 masked(BmpMasks masks) throws BrokenPicture {
        needRows();
        InterleavedU8 picture = new InterleavedU8(width, height, 3);
        int bytes = bits / 8;
        for (int y = 0; y < height; y++) {
            int in = data + y * stride();
            int out = picture.getIndex(0, topDown ? y : height - 1 - y);
            for (int x = 0; x < width; x++, in += bytes, out += 3) {
                int pixel = Bytes.littleInt16(file, in);
                for (int i = 2; i < bytes; i++) {
                    pixel |= (file[in + i] & 0xff) << (8 * i);
                }
                picture.data[out] = masks.red(pixel);
                picture.data[out + 1] = masks.green(pixel);
                picture.data[out + 2] = masks.blue(pixel);
            }
        }
        return picture;
    }

    private int stride() {
        return (int) (((long) width * bits + 31) / 32 * 4);
    }

    private void needRows() throws BrokenPicture {
        int used = (int) (((long) width * bits + 7) / 8);
        if (data < 0 || data + (long) stride() * (height - 1) + used > file.length) {
            throw BrokenPicture.truncated();
        }
    }

    private BrokenPicture unsupported() {
        return new BrokenPicture(
                "has bitmap compression " + compression + " with " + bits + " bits, which is not supported");
    }

    private void need(int from, int bytes) throws BrokenPicture {
        if (file.length - from < bytes) {
            throw BrokenPicture.truncated();
        }
    }
}
