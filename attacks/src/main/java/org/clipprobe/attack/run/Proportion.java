package org.clipprobe.attack.run;

/**
 * A share with its 95 % interval (Wilson 1927, without continuity correction).
 *
 * @param successes how often it happened
 * @param trials out of how many
 */
public record Proportion(long successes, long trials) {
    /** The normal distribution's 97.5 % quantile. */
    static final double Z = 1.959963984540054;

    public Proportion {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException("expected 0 to " + trials + " successes, found " + successes);
        }
    }

    /** 0 to 1; NaN without trials. */
    public double share() {
        return (double) successes / trials;
    }

    /** Lower end of the interval; 0 without trials. */
    public double low() {
        return trials == 0 || successes == 0 ? 0 : centre() - half();
    }

    /** Upper end of the interval; 1 without trials. */
    public double high() {
        return trials == 0 || successes == trials ? 1 : centre() + half();
    }

    private double centre() {
        return (successes + Z * Z / 2) / (trials + Z * Z);
    }

    private double half() {
        double p = share();
        return Z / (trials + Z * Z) * Math.sqrt(trials * p * (1 - p) + Z * Z / 4);
    }
}
