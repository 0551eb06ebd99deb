package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;

/** Pillow's nearest neighbour. */
final class Nearest {
    private Nearest() {}

    static InterleavedU8 resample(InterleavedU8 picture, Window window) {
        InterleavedU8 out = new InterleavedU8(window.width(), window.height(), picture.numBands);
        int[] columns = sources(picture.width, window.fullWidth(), window.left(), window.width());
        int[] rows = sources(picture.height, window.fullHeight(), window.top(), window.height());
        for (int y = 0; y < out.height; y++) {
            for (int x = 0; x < out.width; x++) {
                if (columns[x] < picture.width && rows[y] < picture.height) {
                    int source = picture.getIndex(columns[x], rows[y]);
                    System.arraycopy(picture.data, source, out.data, out.getIndex(x, y), picture.numBands);
                }
            }
        }
        return out;
    }

    /** Pillow adds the step up instead of multiplying, so its rounding errors add up as well. */
    private static int[] sources(int in, long out, long from, int length) {
        double step = (double) in / out;
        int[] sources = new int[length];
        double at = step * 0.5;
        for (long i = 0; i < from + length; i++, at += step) {
            if (i >= from) {
                sources[(int) (i - from)] = (int) at;
            }
        }
        return sources;
    }
}
