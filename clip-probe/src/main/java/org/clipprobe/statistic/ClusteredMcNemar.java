package org.clipprobe.statistic;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Erf;

/**
 * McNemar's test for paired answers in clusters, such as several attacks on one picture (Durkalski, Palesch, Lipsitz and
 * Rust, Statistics in Medicine 2003): chi² = (Σ d_k)² / Σ d_k² with one degree of freedom, d_k = (b_k − c_k) / n_k, where
 * cluster k has n_k pairs, b_k of them right in the first alone, c_k in the second alone. Where fewer than
 * {@value #EXACT_BELOW} clusters differ, p is exact: the share of all choices of the signs of d_k whose sum is at least as
 * far from zero. With one pair in each cluster that is the exact McNemar test.
 */
public final class ClusteredMcNemar {
    private static final int EXACT_BELOW = 20;
    private static final double SAME = 1e-12;

    private ClusteredMcNemar() {}

    /**
     * Two-sided p; 1 when no cluster differs.
     *
     * @param onlyFirst {@code [clusters]}, pairs that are right in the first alone
     * @param onlySecond {@code [clusters]}, pairs that are right in the second alone
     * @param pairs {@code [clusters]}, all pairs, above 0
     */
    public static double p(long[] onlyFirst, long[] onlySecond, long[] pairs) {
        if (onlyFirst.length != pairs.length || onlySecond.length != pairs.length) {
            throw new IllegalArgumentException("expected counts for each of " + pairs.length + " clusters, found "
                    + onlyFirst.length + " and " + onlySecond.length);
        }
        List<Double> differences = new ArrayList<>();
        for (int k = 0; k < pairs.length; k++) {
            double difference = (double) (onlyFirst[k] - onlySecond[k]) / pairs[k];
            if (difference != 0) {
                differences.add(difference);
            }
        }
        double sum = differences.stream().mapToDouble(Double::doubleValue).sum();
        if (differences.size() < EXACT_BELOW) {
            return exact(differences, Math.abs(sum));
        }
        double squares = differences.stream().mapToDouble(d -> d * d).sum();
        return Erf.erfc(Math.sqrt(sum * sum / squares / 2));
    }

    /** Walks through all choices of signs, of which each differs from the one before in one (Gray's code). */
    private static double exact(List<Double> differences, double observed) {
        long choices = 1L << differences.size();
        double sum = differences.stream().mapToDouble(Double::doubleValue).sum();
        boolean[] turned = new boolean[differences.size()];
        long reached = Math.abs(sum) >= observed - SAME ? 1 : 0;
        for (long choice = 1; choice < choices; choice++) {
            int at = Long.numberOfTrailingZeros(choice);
            sum += (turned[at] ? 2 : -2) * differences.get(at);
            turned[at] = !turned[at];
            reached += Math.abs(sum) >= observed - SAME ? 1 : 0;
        }
        return (double) reached / choices;
    }
}
