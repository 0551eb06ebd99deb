package org.clipprobe.image.internal;

import boofcv.struct.image.InterleavedU8;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Arrays;

/** What a TIFF file's samples mean, in the combinations that Pillow knows. */
final class TiffSamples {
    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int INDEXED = 3;
    private static final int INKS = 5;
    private static final int PREMULTIPLIED = 1;

    private final TiffDirectory tags;
    private final int photometric;
    private final int bits;

    TiffSamples(TiffDirectory tags) throws BrokenPicture {
        this.tags = tags;
        photometric = (int) tags.one(TiffDirectory.PHOTOMETRIC, 0);
        bits = (int) tags.one(TiffDirectory.BITS, 1);
        boolean sameDepth = Arrays.stream(tags.all(TiffDirectory.BITS)).allMatch(b -> b == bits);
        boolean grey = photometric == WHITE_IS_ZERO || photometric == BLACK_IS_ZERO;
        boolean colour = photometric == RGB || photometric == INKS;
        boolean known = (grey && (bits <= 8 || bits == 16 || bits == 32))
                || (colour && (bits == 8 || bits == 16))
                || (photometric == INDEXED && bits <= 8 && tags.all(TiffDirectory.COLOUR_MAP).length >= 3 << bits);
        if (!sameDepth || !known) {
            throw new BrokenPicture("has TIFF samples that are not supported: photometric interpretation " + photometric
                    + " with bits " + Arrays.toString(tags.all(TiffDirectory.BITS)));
        }
    }

    InterleavedU8 rgb(Raster raster) throws BrokenPicture {
        int bands = raster.getNumBands();
        int needed = photometric == RGB ? 3 : photometric == INKS ? 4 : 1;
        if (bands < needed
                || raster.getWidth() != tags.one(TiffDirectory.WIDTH, 0)
                || raster.getHeight() != tags.one(TiffDirectory.HEIGHT, 0)) {
            throw new BrokenPicture("is damaged: its TIFF samples do not fit its size");
        }
        InterleavedU8 picture = new InterleavedU8(raster.getWidth(), raster.getHeight(), 3);
        boolean floating = raster.getTransferType() == DataBuffer.TYPE_FLOAT;
        double[] row = new double[bands * picture.width];
        for (int y = 0; y < picture.height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, picture.width, 1, row);
            int out = y * picture.stride;
            for (int x = 0, in = 0; x < picture.width; x++, in += bands, out += 3) {
                pixel(row, in, bands, floating, picture.data, out);
            }
        }
        return picture;
    }

    private void pixel(double[] row, int in, int bands, boolean floating, byte[] out, int at) {
        switch (photometric) {
            case RGB -> colour(row, in, bands, out, at);
            case INKS -> {
                int black = eight(row[in + 3]);
                for (int band = 0; band < 3; band++) {
                    out[at + band] = Cmyk.toRgb(eight(row[in + band]), black);
                }
            }
            case INDEXED -> {
                long[] map = tags.all(TiffDirectory.COLOUR_MAP);
                for (int band = 0; band < 3; band++) {
                    out[at + band] = (byte) (map[(band << bits) + (int) row[in]] >> 8);
                }
            }
            default -> {
                byte grey = grey(row[in], floating);
                out[at] = grey;
                out[at + 1] = grey;
                out[at + 2] = grey;
            }
        }
    }

    private void colour(double[] row, int in, int bands, byte[] out, int at) {
        boolean premultiplied = bands > 3 && tags.one(TiffDirectory.EXTRA_SAMPLES, 0) == PREMULTIPLIED;
        int alpha = premultiplied ? eight(row[in + 3]) : 255;
        for (int band = 0; band < 3; band++) {
            int value = eight(row[in + band]);
            out[at + band] = (byte) (alpha == 0 ? 0 : Math.min(255, value * 255 / alpha));
        }
    }

    /** The high byte of 16 bits. */
    private int eight(double sample) {
        return (int) sample >> (bits - 8);
    }

    /** What is white at zero is inverted up to 8 bits only, as Pillow has it. */
    private byte grey(double sample, boolean floating) {
        if (bits > 8 || floating) {
            return (byte) Math.max(0, Math.min(255, (int) sample));
        }
        int most = (1 << bits) - 1;
        return (byte) ((photometric == WHITE_IS_ZERO ? most - (int) sample : (int) sample) * 255 / most);
    }
}
