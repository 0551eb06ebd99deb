package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;

/**
 * Pillow's two passes, for the wanted window of an RGB picture only: the first pass rounded to 8 bits, then the second.
 * The result is that of resampling everything and cropping.
 */
final class Resampler {
    private static final int BANDS = 3;

    private final InterleavedU8 picture;
    private final InterleavedU8 out;
    private final AcrossPass across;
    private final DownPass down;

    private Resampler(InterleavedU8 picture, Window window, Resampling filter) {
        this.picture = picture;
        out = new InterleavedU8(window.width(), window.height(), BANDS);
        Taps columns = Taps.of(picture.width, window.fullWidth(), window.left(), window.width(), filter);
        Taps rows = Taps.of(picture.height, window.fullHeight(), window.top(), window.height(), filter);
        across = new AcrossPass(columns);
        down = new DownPass(rows);
    }

    /**
     * Resamples the window, which must lie on the picture.
     *
     * @throws IllegalArgumentException when the picture is not RGB
     */
    static InterleavedU8 resample(InterleavedU8 picture, Window window, Resampling filter) {
        if (picture.numBands != BANDS) {
            throw new IllegalArgumentException("expected an RGB picture, found " + picture.numBands + " bands");
        }
        if (filter == Resampling.NEAREST) {
            return Nearest.resample(picture, window);
        }
        Resampler resampler = new Resampler(picture, window, filter);
        if (isDownFirst(picture, window)) {
            resampler.downThenAcross();
        } else {
            resampler.acrossThenDown();
        }
        return resampler.out;
    }

    /**
     * Since version 13 Pillow begins with the columns where that leaves less to do. The rule was found by comparing
     * Pillow's result with either order over 1,500 random sizes; the order shows in the last bit.
     */
    private static boolean isDownFirst(InterleavedU8 picture, Window window) {
        long shorter = picture.height - window.fullHeight();
        long narrower = picture.width - window.fullWidth();
        return shorter > 0 && 2 * narrower < shorter;
    }

    private void acrossThenDown() {
        int[][] ring = new int[down.reach() + 1][out.width * BANDS];
        int ready = down.first(0);
        int[] sums = new int[out.width * BANDS];
        for (int y = 0; y < out.height; y++) {
            for (; ready < down.end(y); ready += 2) {
                int second = Math.min(ready + 1, picture.height - 1);
                across.pack(picture.data, picture.getIndex(0, ready), picture.getIndex(0, second));
                across.apply(ring[ready % ring.length], ring[(ready + 1) % ring.length]);
            }
            down.apply(ring, y, sums);
            narrow(sums, y);
        }
    }

    private void downThenAcross() {
        int length = (across.end() - across.start()) * BANDS;
        int[][] ring = new int[down.reach()][length];
        int ready = down.first(0);
        int[][] pair = new int[2][length];
        int[][] done = new int[2][out.width * BANDS];
        for (int y = 0; y < out.height; y++) {
            for (; ready < down.end(y); ready++) {
                widen(picture.getIndex(across.start(), ready), ring[ready % ring.length]);
            }
            down.apply(ring, y, pair[y % 2]);
            if (y % 2 == 1 || y == out.height - 1) {
                across.pack(pair[0], pair[1]);
                across.apply(done[0], done[1]);
                narrow(done[0], y - y % 2);
                narrow(done[y % 2], y);
            }
        }
    }

    private void widen(int from, int[] row) {
        byte[] data = picture.data;
        for (int i = 0; i < row.length; i++) {
            row[i] = data[from + i] & 0xff;
        }
    }

    private void narrow(int[] row, int y) {
        byte[] data = out.data;
        int base = y * out.stride;
        for (int i = 0; i < row.length; i++) {
            data[base + i] = (byte) row[i];
        }
    }
}
