package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;
import java.util.Arrays;

/**
 * Pillow's two passes, for the wanted window only: rows first, rounded to 8 bits, then columns. The result is that of
 * resampling everything and cropping.
 */
final class Resampler {
    private Resampler() {}

    /** Resamples the window, which must lie on the picture. */
    static InterleavedU8 resample(InterleavedU8 picture, Window window, Resampling filter) {
        if (filter == Resampling.NEAREST) {
            return nearest(picture, window);
        }
        boolean sameWidth = window.fullWidth() == picture.width;
        boolean sameHeight = window.fullHeight() == picture.height;
        InterleavedU8 out = new InterleavedU8(window.width(), window.height(), picture.numBands);
        if (sameHeight) {
            for (int y = 0; y < out.height; y++) {
                int source = picture.getIndex(0, (int) window.top() + y);
                if (sameWidth) {
                    int left = (int) window.left() * picture.numBands;
                    System.arraycopy(picture.data, source + left, out.data, y * out.stride, out.stride);
                }
            }
            if (!sameWidth) {
                Taps across = Taps.of(picture.width, window.fullWidth(), window.left(), window.width(), filter);
                int[] row = new int[out.stride];
                for (int y = 0; y < out.height; y++) {
                    across(picture, (int) window.top() + y, across, row);
                    narrow(row, out, y);
                }
            }
            return out;
        }
        Taps down = Taps.of(picture.height, window.fullHeight(), window.top(), window.height(), filter);
        int[][] rows = new int[picture.height][];
        Taps across =
                sameWidth ? null : Taps.of(picture.width, window.fullWidth(), window.left(), window.width(), filter);
        for (int y = down.first()[0]; y < down.end(); y++) {
            rows[y] = new int[out.stride];
            if (across == null) {
                widen(picture, y, (int) window.left(), rows[y]);
            } else {
                across(picture, y, across, rows[y]);
            }
        }
        int[] sums = new int[out.stride];
        for (int y = 0; y < out.height; y++) {
            down(rows, down, y, sums);
            narrow(sums, out, y);
        }
        return out;
    }

    private static void across(InterleavedU8 picture, int y, Taps taps, int[] row) {
        int bands = picture.numBands;
        int base = picture.getIndex(0, y);
        int out = 0;
        for (int x = 0; x < taps.first().length; x++) {
            int from = base + taps.first()[x] * bands;
            for (int band = 0; band < bands; band++) {
                int sum = Taps.HALF;
                int source = from + band;
                int weight = x * taps.size();
                for (int k = 0; k < taps.count()[x]; k++, source += bands) {
                    sum += (picture.data[source] & 0xff) * taps.weights()[weight + k];
                }
                row[out++] = clip(sum);
            }
        }
    }

    private static void widen(InterleavedU8 picture, int y, int left, int[] row) {
        int source = picture.getIndex(left, y);
        for (int i = 0; i < row.length; i++) {
            row[i] = picture.data[source + i] & 0xff;
        }
    }

    private static void down(int[][] rows, Taps taps, int y, int[] sums) {
        Arrays.fill(sums, Taps.HALF);
        for (int k = 0; k < taps.count()[y]; k++) {
            int weight = taps.weights()[y * taps.size() + k];
            int[] row = rows[taps.first()[y] + k];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += row[i] * weight;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = clip(sums[i]);
        }
    }

    private static int clip(int sum) {
        return Math.max(0, Math.min(255, sum >> Taps.PRECISION));
    }

    private static void narrow(int[] row, InterleavedU8 out, int y) {
        int base = y * out.stride;
        for (int i = 0; i < row.length; i++) {
            out.data[base + i] = (byte) row[i];
        }
    }

    private static InterleavedU8 nearest(InterleavedU8 picture, Window window) {
        InterleavedU8 out = new InterleavedU8(window.width(), window.height(), picture.numBands);
        int[] columns = nearest(picture.width, window.fullWidth(), window.left(), window.width());
        int[] rows = nearest(picture.height, window.fullHeight(), window.top(), window.height());
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
    private static int[] nearest(int in, long out, long from, int length) {
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
