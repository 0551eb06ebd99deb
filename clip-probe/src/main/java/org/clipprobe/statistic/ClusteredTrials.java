package org.clipprobe.statistic;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Rates, and differences of paired rates, over trials that share pictures, classes and words. Trials are added one by one;
 * memory grows with the sources and words, not with the trials.
 *
 * <p>The variance of a rate p = Σy / Σw is that of two crossed kinds of clusters (Cameron, Gelbach and Miller, Journal of
 * Business and Economic Statistics 2011, equation 2.11): V = V_pictures + V_words − V_trials, each the sum over its
 * clusters of (Σ (y − p w))² / (Σw)², times G / (G − 1) for G clusters. It is what a bootstrap that draws pictures and words
 * independently of each other estimates (Owen, Annals of Applied Statistics 2007), without its chance, and less its
 * counting of each trial's own noise three times. Pictures lie inside classes: with ten classes or more the classes are
 * the clusters, otherwise the sources are. With fewer than ten words V_words is left out, and the interval is conditional
 * on the words ({@link Scope}).
 *
 * <p>A rate's interval is Wilson's with the trials replaced by the number of independent trials that would have the same
 * variance, p (1 − p) / V, never more than there are trials (Korn and Graubard, Survey Methodology 1998), and with Student's
 * t for the normal quantile, with a third of Satterthwaite's degrees of freedom (1946): rates of
 * clusters have heavier tails than the normal ones that these are for. With few events the variance says little of
 * itself: as if two further events had been seen, of which a picture's trials depend on each other entirely. No event at
 * all in many trials on n pictures thus has the interval of none in n, where a bootstrap gives 0 to 0.
 *
 * <p>A difference's interval comes from both rates' intervals and the correlation between them (Zou, Psychological Methods
 * 2007, equation 15; for two independent proportions Newcombe's score interval of 1998).
 */
public final class ClusteredTrials {
    private static final double COVERED = 0.975;

    /** Events of complete dependence that are mixed into the design effect. */
    private static final double PRIOR_EVENTS = 2;

    private final int measurements;
    private final Map<String, double[]> sources = new HashMap<>();
    private final Map<String, String> classOf = new HashMap<>();
    private final Map<String, double[]> words = new HashMap<>();
    private final Set<String> classes = new HashSet<>();
    /** Σ over trials of the product of two columns: the weight, then the measurements. */
    private final double[][] products;

    private final double[] totals;
    private long trials;

    /**
     * Prepares counting.
     *
     * @param measurements how many numbers each trial has
     */
    public ClusteredTrials(int measurements) {
        this.measurements = measurements;
        this.products = new double[measurements + 1][measurements + 1];
        this.totals = new double[measurements + 1];
    }

    /**
     * Adds one trial.
     *
     * @param source what exists once in the world: a photograph, a drawing
     * @param shown the class that it shows
     * @param word what was written on it
     * @param weight what it counts: usually 1, or 0 where the rate is not about it
     * @param values one for each measurement, at most the weight: 1 where it happened
     */
    public void add(String source, String shown, String word, double weight, double... values) {
        if (values.length != measurements) {
            throw new IllegalArgumentException("expected " + measurements + " values, found " + values.length);
        }
        if (weight == 0) {
            return;
        }
        double[] row = new double[measurements + 1];
        row[0] = weight;
        System.arraycopy(values, 0, row, 1, measurements);
        add(sources.computeIfAbsent(source, key -> new double[measurements + 1]), row);
        add(words.computeIfAbsent(word, key -> new double[measurements + 1]), row);
        classOf.putIfAbsent(source, shown);
        classes.add(shown);
        add(totals, row);
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j < row.length; j++) {
                products[i][j] += row[i] * row[j];
            }
        }
        trials++;
    }

    private static void add(double[] to, double[] row) {
        for (int i = 0; i < row.length; i++) {
            to[i] += row[i];
        }
    }

    /** How many trials count. */
    public long trials() {
        return trials;
    }

    /** The sum of a measurement over all trials. */
    public double sum(int measurement) {
        return totals[measurement + 1];
    }

    /** What the intervals are about. */
    public Scope scope() {
        return new Scope(sources.size(), classes.size(), words.size());
    }

    /** A measurement's rate. */
    public Estimate rate(int measurement) {
        if (totals[0] == 0) {
            return Estimate.NONE;
        }
        return wilson(measurement, clusters());
    }

    /** The rate of one measurement minus that of another, both of the same trials. */
    public Estimate difference(int first, int second) {
        if (totals[0] == 0) {
            return Estimate.NONE;
        }
        Collection<double[]> clusters = clusters();
        Estimate one = wilson(first, clusters);
        Estimate other = wilson(second, clusters);
        double scale = Math.sqrt(covariance(first, first, clusters).total * covariance(second, second, clusters).total);
        double correlation =
                scale > 0 ? Math.max(-1, Math.min(1, covariance(first, second, clusters).total / scale)) : 0;
        double value = one.value() - other.value();
        return new Estimate(
                value,
                value - length(one.value() - one.low(), other.high() - other.value(), correlation),
                value + length(one.high() - one.value(), other.value() - other.low(), correlation));
    }

    private static double length(double one, double other, double correlation) {
        return Math.sqrt(Math.max(0, one * one - 2 * correlation * one * other + other * other));
    }

    /** Classes where there are enough of them, otherwise sources. */
    private Collection<double[]> clusters() {
        if (classes.size() < Scope.FEWEST) {
            return sources.values();
        }
        Map<String, double[]> byClass = new HashMap<>();
        sources.forEach((source, sums) ->
                add(byClass.computeIfAbsent(classOf.get(source), key -> new double[measurements + 1]), sums));
        return byClass.values();
    }

    private Estimate wilson(int measurement, Collection<double[]> clusters) {
        double n = totals[0];
        double p = totals[measurement + 1] / n;
        Covariance variance = covariance(measurement, measurement, clusters);
        double events = Math.min(totals[measurement + 1], n - totals[measurement + 1]);
        double independent = p * (1 - p) / n;
        double measured = independent > 0 ? Math.max(1, variance.total / independent) : 0;
        double entire = Math.max(1, n / sources.size());
        double effect = (events * measured + PRIOR_EVENTS * entire) / (events + PRIOR_EVENTS);
        double effective = n / effect;
        double t = new TDistribution(null, variance.degrees).inverseCumulativeProbability(COVERED);
        double centre = (p + t * t / (2 * effective)) / (1 + t * t / effective);
        double half =
                t / (1 + t * t / effective) * Math.sqrt(p * (1 - p) / effective + t * t / (4 * effective * effective));
        return new Estimate(p, p == 0 ? 0 : Math.max(0, centre - half), p == 1 ? 1 : Math.min(1, centre + half));
    }

    /**
     * A variance or covariance.
     *
     * @param degrees of freedom
     */
    private record Covariance(double total, double degrees) {}

    /** What clusters of one kind contribute. */
    private record Part(double sum, int clusters) {}

    private Covariance covariance(int first, int second, Collection<double[]> clusters) {
        boolean crossed = words.size() >= Scope.FEWEST;
        Part byPicture = between(first, second, clusters);
        Part byWord = crossed ? between(first, second, words.values()) : new Part(0, 2);
        double total = byPicture.sum + byWord.sum - (crossed ? within(first, second) : 0);
        if (first == second) {
            total = Math.max(total, Math.max(byPicture.sum, byWord.sum));
        }
        return new Covariance(total, degrees(byPicture, byWord));
    }

    /** A third of Satterthwaite's, at least 1. */
    private static double degrees(Part one, Part other) {
        double spread = (one.sum + other.sum) * (one.sum + other.sum);
        double parts = one.sum * one.sum / Math.max(1, one.clusters - 1)
                + other.sum * other.sum / Math.max(1, other.clusters - 1);
        double satterthwaite = parts > 0 ? spread / parts : Math.max(1, one.clusters - 1);
        return Math.max(1, satterthwaite / 3);
    }

    private Part between(int first, int second, Collection<double[]> clusters) {
        double p = totals[first + 1] / totals[0];
        double q = totals[second + 1] / totals[0];
        double sum = 0;
        for (double[] cluster : clusters) {
            sum += (cluster[first + 1] - p * cluster[0]) * (cluster[second + 1] - q * cluster[0]);
        }
        double count = clusters.size();
        if (count < 2) {
            return new Part(0, 2);
        }
        return new Part(sum * count / (count - 1) / (totals[0] * totals[0]), clusters.size());
    }

    private double within(int first, int second) {
        double p = totals[first + 1] / totals[0];
        double q = totals[second + 1] / totals[0];
        double sum = products[first + 1][second + 1]
                - q * products[first + 1][0]
                - p * products[second + 1][0]
                + p * q * products[0][0];
        return sum / (totals[0] * totals[0]);
    }
}
