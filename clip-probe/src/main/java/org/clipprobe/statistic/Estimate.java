package org.clipprobe.statistic;

/**
 * A number with its 95 % interval.
 *
 * @param value the rate or the difference; NaN where there was nothing to measure
 * @param low lower end
 * @param high upper end
 */
public record Estimate(double value, double low, double high) {
    /** Nothing was measured. */
    public static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);

    /** Whether there is a number at all. */
    public boolean known() {
        return !Double.isNaN(value);
    }

    /** Whether the interval lies on one side of zero. */
    public boolean apartFromZero() {
        return low > 0 || high < 0;
    }
}
