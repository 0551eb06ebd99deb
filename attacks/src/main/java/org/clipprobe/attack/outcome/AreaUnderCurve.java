package org.clipprobe.attack.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Area under the ROC curve with its 95 % interval by DeLong, DeLong and Clarke-Pearson (Biometrics 1988): area ± 1.96
 * standard errors, cut to 0 and 1.
 *
 * @param area the chance that a score of a positive is above one of a negative, ties counting half; NaN without both
 * @param standardError of the area; NaN with fewer than two positives or negatives
 * @param positives number of them
 * @param negatives number of them
 */
public record AreaUnderCurve(double area, double standardError, int positives, int negatives) {
    /**
     * Measures how well scores tell positives from negatives.
     *
     * @param scores one per example
     * @param positive one per example
     */
    public static AreaUnderCurve of(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(
                    "expected a label for each score, " + scores.length + ", found " + positive.length);
        }
        List<Double> high = new ArrayList<>();
        List<Double> low = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            (positive[i] ? high : low).add(scores[i]);
        }
        double[] all = midranks(scores);
        double[] ofHigh =
                midranks(high.stream().mapToDouble(Double::doubleValue).toArray());
        double[] ofLow = midranks(low.stream().mapToDouble(Double::doubleValue).toArray());
        double[] aboveLow = new double[high.size()];
        double[] belowHigh = new double[low.size()];
        int p = 0;
        int n = 0;
        for (int i = 0; i < scores.length; i++) {
            if (positive[i]) {
                aboveLow[p] = (all[i] - ofHigh[p]) / low.size();
                p++;
            } else {
                belowHigh[n] = 1 - (all[i] - ofLow[n]) / high.size();
                n++;
            }
        }
        double error = Math.sqrt(variance(aboveLow) / p + variance(belowHigh) / n);
        return new AreaUnderCurve(n == 0 ? Double.NaN : mean(aboveLow), error, p, n);
    }

    public double low() {
        return Math.max(0, area - Proportion.Z * standardError);
    }

    public double high() {
        return Math.min(1, area + Proportion.Z * standardError);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return values.length < 2 ? Double.NaN : sum / (values.length - 1);
    }

    /** Ranks from 1, equal values sharing the mean of theirs. */
    private static double[] midranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to + 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
