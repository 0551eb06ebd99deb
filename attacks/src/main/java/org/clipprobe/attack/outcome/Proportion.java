package org.clipprobe.attack.outcome;

import org.clipprobe.statistic.Estimate;

/**
 * A share with its 95 % interval.
 *
 * @param successes how often it happened
 * @param trials out of how many
 * @param low lower end of the interval; 0 without trials
 * @param high upper end of the interval; 1 without trials
 */
public record Proportion(long successes, long trials, double low, double high) {
    /** The normal distribution's 97.5 % quantile. */
    static final double Z = 1.959963984540054;

    public Proportion {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException("expected 0 to " + trials + " successes, found " + successes);
        }
    }

    /** Of trials that are independent of each other: Wilson's interval (1927), without continuity correction. */
    public Proportion(long successes, long trials) {
        this(
                successes,
                trials,
                trials == 0 || successes == 0 ? 0 : centre(successes, trials) - half(successes, trials),
                trials == 0 || successes == trials ? 1 : centre(successes, trials) + half(successes, trials));
    }

    /** Of trials that share pictures, classes or words. */
    static Proportion of(double successes, long trials, Estimate estimate) {
        return trials == 0
                ? new Proportion(0, 0)
                : new Proportion(Math.round(successes), trials, estimate.low(), estimate.high());
    }

    /** 0 to 1; NaN without trials. */
    public double share() {
        return (double) successes / trials;
    }

    private static double centre(long successes, long trials) {
        return (successes + Z * Z / 2) / (trials + Z * Z);
    }

    private static double half(long successes, long trials) {
        double p = (double) successes / trials;
        return Z / (trials + Z * Z) * Math.sqrt(trials * p * (1 - p) + Z * Z / 4);
    }
}
