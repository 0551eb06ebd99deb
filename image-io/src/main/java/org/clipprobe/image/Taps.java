package org.clipprobe.image;

/**
 * The filter of one direction in fixed point: output pixel {@code i} is the sum of {@code count[i]} input pixels from
 * {@code first[i]} on, weighted with {@code weights[i * size …]} and divided by 2^22.
 */
record Taps(int[] first, int[] count, int[] weights, int size) {
    /** Fraction bits of a weight; Pillow leaves 8 bits for the pixel and 2 for overshoot of 32. */
    static final int PRECISION = 22;

    /** Added before the fraction is cut off, so that it rounds. */
    static final int HALF = 1 << (PRECISION - 1);

    /**
     * @param in length of the input in pixels
     * @param out length that the whole input is resampled to
     * @param from the first of the output's pixels that is wanted
     * @param length how many of them are wanted
     */
    static Taps of(int in, long out, long from, int length, Resampling filter) {
        double scale = (double) in / out;
        double stretch = Math.max(scale, 1);
        double support = filter.support() * stretch;
        int size = (int) Math.ceil(support) * 2 + 1;
        Taps taps = new Taps(new int[length], new int[length], new int[Math.multiplyExact(length, size)], size);
        double[] kernel = new double[size];
        for (int i = 0; i < length; i++) {
            double centre = (from + i + 0.5) * scale;
            int first = Math.max((int) (centre - support + 0.5), 0);
            int count = Math.min((int) (centre + support + 0.5), in) - first;
            taps.first[i] = first;
            taps.count[i] = count;
            weigh(kernel, count, first - centre + 0.5, 1 / stretch, filter);
            for (int k = 0; k < count; k++) {
                double fixed = kernel[k] * (1 << PRECISION);
                taps.weights[i * size + k] = (int) (fixed < 0 ? fixed - 0.5 : fixed + 0.5);
            }
        }
        return taps;
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

    /** One past the last input pixel that any output pixel needs. */
    int end() {
        int last = first.length - 1;
        return first[last] + count[last];
    }
}
