package org.clipprobe.statistic;

/** Pearson's correlation. */
public final class Correlation {
    private Correlation() {}

    /** Over the given places of both; 0 when either is constant there. */
    public static double of(double[] a, float[] b, int[] places) {
        double meanA = 0;
        double meanB = 0;
        for (int i : places) {
            meanA += a[i] / places.length;
            meanB += b[i] / (double) places.length;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i : places) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        // A constant column leaves rounding errors of the mean behind.
        boolean constant = aa <= 1e-20 * places.length * meanA * meanA || bb <= 1e-20 * places.length * meanB * meanB;
        return constant ? 0 : ab / Math.sqrt(aa * bb);
    }
}
