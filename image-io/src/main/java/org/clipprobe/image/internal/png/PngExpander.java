package org.clipprobe.image.internal.png;

import boofcv.struct.image.InterleavedU8;

/** Turns a PNG row's samples into RGB pixels. */
final class PngExpander {
    private final PngHeader header;
    private final byte[] palette;
    private final InterleavedU8 picture;

    PngExpander(PngHeader header, byte[] palette, InterleavedU8 picture) {
        this.header = header;
        this.palette = palette;
        this.picture = picture;
    }

    /**
     * Writes one row of a pass.
     *
     * @param row filter byte and samples
     * @param width pixels in the row
     * @param x column of the first pixel
     * @param step columns from one pixel to the next
     */
    void expand(byte[] row, int width, int y, int x, int step) {
        int out = picture.getIndex(x, y);
        int advance = 3 * step;
        int bytes = header.bits() / 8;
        int distance = header.samples() * bytes;
        switch (header.colour()) {
            case 2, 6 -> {
                for (int i = 0, in = 1; i < width; i++, in += distance, out += advance) {
                    picture.data[out] = row[in];
                    picture.data[out + 1] = row[in + bytes];
                    picture.data[out + 2] = row[in + 2 * bytes];
                }
            }
            case 3 -> {
                for (int i = 0; i < width; i++, out += advance) {
                    System.arraycopy(palette, 3 * packed(row, i), picture.data, out, 3);
                }
            }
            default -> {
                for (int i = 0; i < width; i++, out += advance) {
                    byte grey = header.colour() == 4 ? row[1 + i * distance] : grey(row, i);
                    picture.data[out] = grey;
                    picture.data[out + 1] = grey;
                    picture.data[out + 2] = grey;
                }
            }
        }
    }

    private byte grey(byte[] row, int i) {
        if (header.bits() == 16) {
            return row[1 + 2 * i] == 0 ? row[2 + 2 * i] : (byte) 255;
        }
        return (byte) (packed(row, i) * (255 / ((1 << header.bits()) - 1)));
    }

    private int packed(byte[] row, int i) {
        int bits = header.bits();
        int bit = i * bits;
        return (row[1 + (bit >> 3)] & 0xff) >> (8 - bits - (bit & 7)) & ((1 << bits) - 1);
    }
}
