package org.clipprobe.concept.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.naming.FalseDiscovery;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.concept.similarity.internal.Columns;
import org.clipprobe.concept.similarity.internal.Products;
import org.clipprobe.model.Unit;
import org.clipprobe.statistic.Shuffle;

/**
 * Which text units respond to the prompts of those concepts to whose pictures a vision unit responds: Pearson
 * correlation of their tuning, the mean activation for each concept, with the largest correlation over the text layer
 * under shuffled concepts as control (the maximum statistic of Westfall &amp; Young 1993).
 */
public final class TuningMatches {
    private static final int SHUFFLES = 999;

    private final Activations text;
    private final int[] shared;
    private final float[] textTuning;
    private final Membership shown;
    private final int[][] orders;

    /**
     * Gets ready to match units with one layer of the text tower.
     *
     * @param shown which pictures show which concept
     * @param text activations of prompts
     * @param prompted which prompts are about which concept, the same concepts in the same order
     * @param seed of the shuffling
     * @throws IllegalArgumentException when fewer than three concepts have both pictures and prompts
     */
    public TuningMatches(Membership shown, Activations text, Membership prompted, long seed) {
        this.text = text;
        this.shown = shown;
        this.shared = IntStream.range(0, Math.min(shown.concepts(), prompted.concepts()))
                .filter(c ->
                        shown.members().get(c).length > 0 && prompted.members().get(c).length > 0)
                .toArray();
        if (shared.length < 3) {
            throw new IllegalArgumentException(text.capture().at().name()
                    + ": expected 3 concepts or more with both pictures and prompts, found " + shared.length);
        }
        float[] tuning = new float[text.units() * shared.length];
        Columns.forEach(text, 0, text.units(), (unit, columns, offset) -> {
            float[] column = Arrays.copyOfRange(columns, offset, offset + text.examples());
            float[] standardised = standardised(tuning(column, prompted, shared));
            System.arraycopy(standardised, 0, tuning, unit * shared.length, shared.length);
        });
        this.textTuning = tuning;
        this.orders = orders(shared.length, seed);
    }

    /** The text units that match a vision unit best, at most {@code count}, best first. */
    public List<TuningMatch> of(Activations vision, int unit, int count) {
        float[] tuning = standardised(tuning(Columns.of(vision, unit), shown, shared));
        float[][] real = correlations(tuning, 1);
        double[] chance = chance(tuning);
        String hook = vision.capture().at().name();
        return IntStream.range(0, real.length)
                .boxed()
                .sorted(Comparator.comparingDouble(t -> -real[t][0]))
                .limit(count)
                .map(t -> new TuningMatch(
                        new Unit(hook, unit),
                        new Unit(text.capture().at().name(), t),
                        real[t][0],
                        (1.0
                                        + Arrays.stream(chance)
                                                .filter(r -> r >= real[t][0])
                                                .count())
                                / (1 + chance.length)))
                .toList();
    }

    /** The false discovery rate at which each of some matches would be called (Benjamini–Hochberg), in their order. */
    public static double[] adjusted(List<TuningMatch> matches) {
        return FalseDiscovery.adjusted(
                matches.stream().mapToDouble(TuningMatch::p).toArray());
    }

    /** Per shuffle, the largest correlation of any text unit. */
    private double[] chance(float[] tuning) {
        int concepts = tuning.length;
        float[] shuffled = new float[orders.length * concepts];
        for (int s = 0; s < orders.length; s++) {
            for (int c = 0; c < concepts; c++) {
                shuffled[s * concepts + c] = tuning[orders[s][c]];
            }
        }
        double[] largest = new double[orders.length];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        for (float[] unit : correlations(shuffled, orders.length)) {
            for (int s = 0; s < largest.length; s++) {
                largest[s] = Math.max(largest[s], unit[s]);
            }
        }
        return largest;
    }

    /** {@code [text units][rows]}: correlations with rows of standardised tuning, {@code [rows, concepts]}. */
    private float[][] correlations(float[] rows, int count) {
        float[][] turned = new float[shared.length][count];
        for (int r = 0; r < count; r++) {
            for (int c = 0; c < shared.length; c++) {
                turned[c][r] = rows[r * shared.length + c];
            }
        }
        float[][] correlations = new float[text.units()][count];
        Products.multiply(textTuning, turned, correlations, text.units(), count);
        return correlations;
    }

    private static double[] tuning(float[] column, Membership membership, int[] concepts) {
        return Arrays.stream(concepts)
                .mapToDouble(c -> Arrays.stream(membership.members().get(c))
                        .mapToDouble(e -> column[e])
                        .average()
                        .orElse(0))
                .toArray();
    }

    /** Less its mean and divided by its length, so that inner products are correlations; zeros when constant. */
    private static float[] standardised(double[] tuning) {
        double mean = Arrays.stream(tuning).average().orElse(0);
        double length = Math.sqrt(
                Arrays.stream(tuning).map(x -> (x - mean) * (x - mean)).sum());
        float[] standardised = new float[tuning.length];
        for (int i = 0; i < tuning.length; i++) {
            standardised[i] = length > 1e-10 * Math.abs(mean) ? (float) ((tuning[i] - mean) / length) : 0;
        }
        return standardised;
    }

    private static int[][] orders(int concepts, long seed) {
        Random random = new Random(seed);
        int[][] orders = new int[SHUFFLES][];
        for (int s = 0; s < SHUFFLES; s++) {
            orders[s] = Shuffle.order(concepts, random);
        }
        return orders;
    }
}
