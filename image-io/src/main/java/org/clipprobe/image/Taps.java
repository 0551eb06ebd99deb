package org.clipprobe.image;

/**
 * The filter of one direction in fixed point: an output pixel is the sum of some input pixels, each weighted, divided by
 * 2^22.
 */
final class Taps {
    /** Fraction bits of a weight: of 32 bits Pillow leaves 8 for the pixel and 2 for overshoot. */
    private static final int PRECISION = 22;

    /** Added before the fraction is cut off, so that it rounds. */
    static final int HALF = 1 << (PRECISION - 1);

    private final int[] first;
    private final int[] count;
    private final int[] weights;
    private final int size;

    /**
     * Computes the weights in double precision, makes them add up to 1, and rounds.
     *
     * @param in length of the input in pixels
     * @param out length that the whole input is resampled to
     * @param from the first of the output's pixels that is wanted
     * @param length how many of them are wanted
     */
    private Taps(int in, long out, long from, int length, Resampling filter) {
        double scale = (double) in / out;
        double stretch = Math.max(scale, 1);
        double support = filter.support() * stretch;
        size = (int) Math.ceil(support) * 2 + 1;
        first = new int[length];
        count = new int[length];
        weights = new int[Math.multiplyExact(length, size)];
        double[] kernel = new double[size];
        for (int i = 0; i < length; i++) {
            double centre = (from + i + 0.5) * scale;
            first[i] = Math.max((int) (centre - support + 0.5), 0);
            count[i] = Math.min((int) (centre + support + 0.5), in) - first[i];
            weigh(kernel, count[i], first[i] - centre + 0.5, 1 / stretch, filter);
            for (int k = 0; k < count[i]; k++) {
                double fixed = kernel[k] * (1 << PRECISION);
                weights[i * size + k] = (int) (fixed < 0 ? fixed - 0.5 : fixed + 0.5);
            }
        }
    }

    static Taps of(int in, long out, long from, int length, Resampling filter) {
        return new Taps(in, out, from, length, filter);
    }

    private static void weigh(double[] kernel, int count, double start, double shrink, Resampling filter) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            kernel[k] = filter.at((k + start) * shrink);
            sum += kernel[k];
        }
        if (sum != 0) {
            for (int k = 0; k < count; k++) {
                kernel[k] /= sum;
            }
        }
    }

    /** Number of output pixels. */
    int length() {
        return first.length;
    }

    /** First input pixel of an output pixel. */
    int first(int i) {
        return first[i];
    }

    /** Number of input pixels of an output pixel. */
    int count(int i) {
        return count[i];
    }

    /** The weights of output pixel {@code i} begin at {@code i * size()}. */
    int[] weights() {
        return weights;
    }

    /** Most input pixels of any output pixel. */
    int size() {
        return size;
    }

    /** First input pixel that any output pixel needs. */
    int start() {
        return first[0];
    }

    /** One past the last input pixel that any output pixel needs. */
    int end() {
        return first[first.length - 1] + count[count.length - 1];
    }

    /** Rounds a sum and keeps it within 0…255. */
    static int clip(int sum) {
        int value = sum >> PRECISION;
        return (value & ~0xff) == 0 ? value : (~value >> 31) & 0xff;
    }

    /** The same for a whole row, in operations that can be vectorised. */
    static void clip(int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            int value = sums[i] >> PRECISION;
            sums[i] = (value | ((255 - value) >> 31)) & ~(value >> 31) & 0xff;
        }
    }
}
