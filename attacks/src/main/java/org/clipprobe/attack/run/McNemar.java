package org.clipprobe.attack.run;

import org.apache.commons.math3.special.Erf;

/**
 * McNemar's test (1947) for two yes-or-no measurements of the same pictures: whether one is right more often.
 *
 * @param onlyFirst pictures where only the first is right
 * @param onlySecond pictures where only the second is right
 */
public record McNemar(long onlyFirst, long onlySecond) {
    /** Below this many pictures on which the two differ, p comes from the binomial distribution. */
    private static final long EXACT_BELOW = 25;

    /**
     * Two-sided p: exact binomial below 25 differing pictures, otherwise chi² with continuity correction (Edwards 1948),
     * by the formulas of statsmodels' {@code mcnemar}. 1 when no picture differs.
     */
    public double p() {
        long differ = onlyFirst + onlySecond;
        if (differ < EXACT_BELOW) {
            return exact(differ);
        }
        double excess = Math.abs(onlyFirst - onlySecond) - 1.0;
        return Erf.erfc(Math.sqrt(excess * excess / differ / 2));
    }

    private double exact(long differ) {
        double coefficient = 1;
        double sum = 0;
        for (long k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
            sum += coefficient;
            coefficient = coefficient * (differ - k) / (k + 1);
        }
        return Math.min(1, 2 * sum / (1L << differ));
    }
}
