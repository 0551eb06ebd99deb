package org.clipprobe.report.page;

/** How densely values lie along an axis: a histogram smoothed by a Gaussian. */
public final class Density {
    static final int BINS = 96;

    private static final int REACH = 5;
    private static final double WIDTH = 1.6;
    private static final double[] WEIGHTS = weights();

    private Density() {}

    private static double[] weights() {
        double[] weights = new double[REACH + 1];
        for (int i = 0; i <= REACH; i++) {
            weights[i] = StrictMath.exp(-0.5 * (i / WIDTH) * (i / WIDTH));
        }
        return weights;
    }

    /** The density in each bin, the largest being 1; all 0 without values. */
    public static double[] of(float[] values, Axis axis) {
        double[] counts = new double[BINS];
        for (float value : values) {
            counts[bin(value, axis)]++;
        }
        double[] smooth = new double[BINS];
        double most = 0;
        for (int bin = 0; bin < BINS; bin++) {
            for (int other = Math.max(0, bin - REACH); other <= Math.min(BINS - 1, bin + REACH); other++) {
                smooth[bin] += counts[other] * WEIGHTS[Math.abs(bin - other)];
            }
            most = Math.max(most, smooth[bin]);
        }
        for (int bin = 0; bin < BINS && most > 0; bin++) {
            smooth[bin] /= most;
        }
        return smooth;
    }

    private static int bin(float value, Axis axis) {
        return Math.max(0, Math.min(BINS - 1, (int) (axis.place(value) * BINS)));
    }
}
