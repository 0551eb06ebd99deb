package org.clipprobe.concept;

import java.util.OptionalDouble;
import org.clipprobe.activation.Activations;

/**
 * Rank reorder (Oikarinen &amp; Weng, CLIP-Dissect, ICLR 2023, section 3.1): the unit's strongest activations are put
 * into the order in which the concept's cosines rank the same examples; the mean of |activation − reordered|^{@code
 * power} is divided by what a random order gives and by the mean cosine^{@code commonness}, and the score is its
 * negative.
 *
 * <p>The reference implementation estimates the random order's error from five shuffles; here it is the exact
 * expectation, the mean over all pairs, so that the score depends on no seed. A mean cosine below 10⁻⁶ counts as 10⁻⁶.
 *
 * @param fraction share of the examples that counts as strongest, 0 to 1; at least two examples
 * @param power of the error
 * @param commonness power of the mean cosine
 */
public record RankReorder(double fraction, double power, double commonness) implements Similarity {
    /** The strongest 5 %, third power, square root of the mean cosine, as in the reference implementation. */
    public static RankReorder standard() {
        return new RankReorder(0.05, 3, 0.5);
    }

    @Override
    public String key() {
        return "rank-reorder";
    }

    @Override
    public OptionalDouble softmax() {
        return OptionalDouble.empty();
    }

    @Override
    public boolean wholeLayer() {
        return false;
    }

    @Override
    public Scorer prepare(Activations layer, int from, int to) {
        if (layer.examples() < 2) {
            throw new IllegalArgumentException(
                    layer.capture().at().name() + ": rank reorder needs 2 examples or more, found " + layer.examples());
        }
        int count = Math.max(2, (int) (layer.examples() * fraction));
        float[][] activations = new float[to - from][count];
        int[][] strongest = new int[to - from][];
        double[] random = new double[to - from];
        Columns.forEach(layer, from, to, (unit, columns, offset) -> {
            int u = unit - from;
            strongest[u] = Strongest.of(columns, offset, layer.examples(), count);
            for (int k = 0; k < count; k++) {
                activations[u][k] = columns[offset + strongest[u][k]];
            }
            random[u] = randomError(activations[u]);
        });
        return (block, width, target) -> Columns.parallel(to - from, u -> {
            for (int c = 0; c < width; c++) {
                target[u][c] = (float) score(strongest[u], activations[u], random[u], block, c);
            }
        });
    }

    private double score(int[] examples, float[] activations, double random, float[][] block, int concept) {
        int count = examples.length;
        float[] cosines = new float[count];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            cosines[k] = block[examples[k]][concept];
            sum += cosines[k];
        }
        int[] order = Strongest.of(cosines, 0, count, count);
        double error = 0;
        for (int k = 0; k < count; k++) {
            error += absolutePower((double) activations[order[k]] - activations[k]);
        }
        double relative = random > 0 ? error / count / random : 1;
        return -relative / StrictMath.pow(Math.max(sum / count, 1e-6), commonness);
    }

    /** The error that a random order is expected to have: every activation falls on every place equally often. */
    private double randomError(float[] activations) {
        double sum = 0;
        for (float a : activations) {
            for (float b : activations) {
                sum += absolutePower((double) a - b);
            }
        }
        return sum / ((double) activations.length * activations.length);
    }

    private double absolutePower(double difference) {
        double size = Math.abs(difference);
        return power == 3 ? size * size * size : StrictMath.pow(size, power);
    }
}
