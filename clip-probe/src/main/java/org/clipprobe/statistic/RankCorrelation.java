package org.clipprobe.statistic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Spearman's rank correlation: Pearson's of the ranks, ties sharing the mean of theirs. */
public final class RankCorrelation {
    private RankCorrelation() {}

    /** Of two lists of one length; empty when either is the same throughout, or shorter than 2. */
    public static OptionalDouble of(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "expected two lists of one length, found " + a.length + " and " + b.length);
        }
        double[] ranksA = ranks(a);
        double[] ranksB = ranks(b);
        double mean = (a.length - 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (ranksA[i] - mean) * (ranksB[i] - mean);
            aa += (ranksA[i] - mean) * (ranksA[i] - mean);
            bb += (ranksB[i] - mean) * (ranksB[i] - mean);
        }
        return aa == 0 || bb == 0 ? OptionalDouble.empty() : OptionalDouble.of(ab / Math.sqrt(aa * bb));
    }

    private static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            double shared = (from + to - 1) / 2.0;
            Arrays.stream(order, from, to).forEach(i -> ranks[i] = shared);
            from = to;
        }
        return ranks;
    }
}
