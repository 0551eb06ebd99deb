package org.clipprobe.image;

/**
 * Resamples two rows of RGB at a time: the first in the lower half of a long, the second in the upper one, so that one
 * multiplication serves both. A sum stays below 2^31 in size, so the halves can be told apart again.
 */
final class AcrossPass {
    private static final long HALVES = (long) Taps.HALF << 32 | Taps.HALF;

    private final Taps taps;
    private final int start;
    private final long[] pairs;

    AcrossPass(Taps taps) {
        this.taps = taps;
        start = taps.start();
        pairs = new long[(taps.end() - start) * 3];
    }

    /** First column of the input that is needed. */
    int start() {
        return start;
    }

    /** One past the last column of the input that is needed. */
    int end() {
        return taps.end();
    }

    /** Takes in two rows of a picture that begin at the given places. */
    void pack(byte[] data, int first, int second) {
        int a = first + start * 3;
        int b = second + start * 3;
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (data[a + i] & 0xff) | (long) (data[b + i] & 0xff) << 32;
        }
    }

    /** Takes in two rows, which begin with the first column that is needed. */
    void pack(int[] first, int[] second) {
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = first[i] | (long) second[i] << 32;
        }
    }

    void apply(int[] first, int[] second) {
        long[] in = pairs;
        int[] weights = taps.weights();
        for (int x = 0, out = 0; x < taps.length(); x++, out += 3) {
            long red = HALVES;
            long green = HALVES;
            long blue = HALVES;
            int from = (taps.first(x) - start) * 3;
            int weight = x * taps.size();
            int end = weight + taps.count(x);
            for (; weight + 1 < end; weight += 2, from += 6) {
                long w = weights[weight];
                long v = weights[weight + 1];
                red += in[from] * w + in[from + 3] * v;
                green += in[from + 1] * w + in[from + 4] * v;
                blue += in[from + 2] * w + in[from + 5] * v;
            }
            if (weight < end) {
                long w = weights[weight];
                red += in[from] * w;
                green += in[from + 1] * w;
                blue += in[from + 2] * w;
            }
            split(red, first, second, out);
            split(green, first, second, out + 1);
            split(blue, first, second, out + 2);
        }
    }

    private static void split(long sums, int[] first, int[] second, int at) {
        int low = (int) sums;
        first[at] = Taps.clip(low);
        second[at] = Taps.clip((int) ((sums - low) >> 32));
    }
}
