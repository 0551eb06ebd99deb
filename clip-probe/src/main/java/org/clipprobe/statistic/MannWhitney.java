package org.clipprobe.statistic;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.commons.math3.special.Erf;

/**
 * The one-sided Mann–Whitney test that one sample tends to be larger, as {@code scipy.stats.mannwhitneyu(x, y,
 * alternative="greater", method="auto")} does it: exact where the smaller sample has at most eight values and none are
 * tied, otherwise by the normal approximation with tie and continuity correction (Mann and Whitney 1947).
 *
 * <p>An instance remembers the exact distributions that it needed; it may be used from several threads.
 */
public final class MannWhitney {
    private static final int EXACT_UP_TO = 8;

    private final ConcurrentMap<Long, double[]> lowerTails = new ConcurrentHashMap<>();

    /**
     * The test on two samples of finite values.
     *
     * @param x the sample that may be larger, not empty
     * @param y the other, not empty
     */
    public Outcome greater(float[] x, float[] y) {
        float[] sorted = new float[x.length + y.length];
        System.arraycopy(x, 0, sorted, 0, x.length);
        System.arraycopy(y, 0, sorted, x.length, y.length);
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] += 0f; // a negative zero is a zero
        }
        Arrays.sort(sorted);
        double rankSum = 0;
        for (float value : x) {
            rankSum += midrank(sorted, value + 0f);
        }
        double u = rankSum - x.length * (x.length + 1.0) / 2;
        double p = p(u, x.length, y.length, tieTerm(sorted), Double.NEGATIVE_INFINITY);
        return new Outcome(u / ((double) x.length * y.length), p);
    }

    /**
     * The p of a statistic.
     *
     * @param u pairs of a positive and a negative in which the positive is larger, ties counted one half
     * @param positives size of the sample that may be larger
     * @param negatives size of the other
     * @param tieTerm sum over runs of equal values, t long, of t³ − t; 0 where no two are equal
     * @param smallestZ where the normal approximation's z is below it, p is given as 1
     */
    public double p(double u, int positives, int negatives, double tieTerm, double smallestZ) {
        if (tieTerm == 0 && Math.min(positives, negatives) <= EXACT_UP_TO) {
            return exact(Math.round(u), Math.min(positives, negatives), Math.max(positives, negatives));
        }
        double pairs = (double) positives * negatives;
        double n = (double) positives + negatives;
        double sd = Math.sqrt(pairs / 12 * (n + 1 - tieTerm / (n * (n - 1))));
        double excess = u - pairs / 2 - 0.5;
        if (!(sd > 0)) {
            return 1; // every value is the same
        }
        double z = excess / sd;
        return z < smallestZ ? 1 : upperTail(z);
    }

    /** The chance that a standard normal variable is above {@code z}. */
    static double upperTail(double z) {
        return Math.min(1, Erf.erfc(z / Math.sqrt(2)) / 2);
    }

    private double exact(long u, int smaller, int larger) {
        long pairs = (long) smaller * larger;
        double[] tail = lowerTails.computeIfAbsent(((long) smaller << 32) | larger, key -> lowerTail(smaller, larger));
        long complement = pairs - u;
        if (complement <= u) {
            return tail[(int) complement];
        }
        return u == 0 ? 1 : 1 - tail[(int) u - 1];
    }

    /**
     * The chance that U is at most u, for u up to half its range. The number of arrangements with U = u is the
     * coefficient of q^u in the Gaussian binomial, the product over i of (1 − q^(larger + i)) / (1 − q^i).
     */
    private static double[] lowerTail(int smaller, int larger) {
        int half = Math.toIntExact((long) smaller * larger / 2);
        double[] ways = new double[half + 1];
        ways[0] = 1;
        double all = 1;
        for (int i = 1; i <= smaller; i++) {
            for (int u = half; u >= larger + i; u--) {
                ways[u] -= ways[u - larger - i];
            }
            for (int u = i; u <= half; u++) {
                ways[u] += ways[u - i];
            }
            all = all * (larger + i) / i;
        }
        double sum = 0;
        for (int u = 0; u <= half; u++) {
            sum += ways[u];
            ways[u] = sum / all;
        }
        return ways;
    }

    private static double midrank(float[] sorted, float value) {
        return (below(sorted, value) + atMost(sorted, value) + 1) / 2.0;
    }

    /** How many of the sorted values are smaller than {@code value}. */
    public static int below(float[] sorted, float value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** How many of the sorted values are at most {@code value}. */
    public static int atMost(float[] sorted, float value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] <= value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static double tieTerm(float[] sorted) {
        double term = 0;
        int start = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[start]) {
                double run = i - start;
                term += run * run * run - run;
                start = i;
            }
        }
        return term;
    }

    /**
     * What the test says.
     *
     * @param auc area under the ROC curve
     * @param p one-sided
     */
    public record Outcome(double auc, double p) {}
}
