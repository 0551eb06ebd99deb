package org.clipprobe.concept.simulation;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * By how much names predict the units of a layer better than the best of as many random directions of the joint
 * embedding, chosen in the same way (a control task as of Hewitt &amp; Liang, EMNLP 2019).
 *
 * @param mean over the layer's units, the correlation by their names less that by random directions
 * @param low end of the 95 % interval of what is left when concepts are no better than another random set of directions
 *     would be: where it contains 0, the names predict nothing that random directions do not
 * @param high end of the interval
 */
public record Excess(double mean, double low, double high) {
    private static final double TAIL = 0.975;

    /**
     * Compares a layer with its controls.
     *
     * @param own mean correlation over the units by their names
     * @param controls the same for each set of random directions, two or more
     */
    static Excess of(double own, double[] controls) {
        int sets = controls.length;
        double mean = own - Arrays.stream(controls).average().orElse(Double.NaN);
        double spread = Math.sqrt(StatUtils.variance(controls) * (1 + 1.0 / sets));
        double width = new TDistribution(sets - 1.0).inverseCumulativeProbability(TAIL) * spread;
        return new Excess(mean, mean - width, mean + width);
    }
}
