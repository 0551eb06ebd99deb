package org.clipprobe.concept.similarity;

import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.internal.Columns;

/**
 * Rank reorder (Oikarinen &amp; Weng, CLIP-Dissect, ICLR 2023, section 3.1): the unit's strongest activations are put
 * into the order in which the concept's cosines rank the same examples; the mean of |activation − reordered|^{@code
 * power} is divided by what a random order gives and by the mean cosine^{@code commonness}, and the score is its
 * negative.
 *
 * <p>The reference implementation estimates the random order's error from five shuffles; here it is the exact
 * expectation, the mean over all pairs, so that the score depends on no seed. Of examples with the same cosine the
 * earlier counts as the nearer.
 *
 * <p>Dividing by a power of the mean cosine takes a positive one for granted. CLIP's cosines of pictures and texts are;
 * a model's whose are not cannot be named in this way, and is refused: the formula has no value there (NaN in the
 * reference implementation), and any floor would let the concepts with the lowest cosines win.
 *
 * @param fraction share of the examples that counts as strongest, 0 to 1; at least two examples
 * @param power of the error
 * @param commonness power of the mean cosine
 */
public record RankReorder(double fraction, double power, double commonness) implements Similarity {
    /** Concepts whose order over all examples is held at one time. */
    private static final int AT_ONCE = 64;

    /** The strongest 5 %, third power, square root of the mean cosine, as in the reference implementation. */
    public static RankReorder standard() {
        return new RankReorder(0.05, 3, 0.5);
    }

    @Override
    public String key() {
        return "rank-reorder";
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
        return (block, width, target) -> {
            for (int first = 0; first < width; first += AT_ONCE) {
                Ranked[] concepts = Ranked.of(block, first, Math.min(width, first + AT_ONCE));
                int start = first;
                Columns.parallel(to - from, u -> {
                    Unit unit = new Unit(strongest[u], activations[u], random[u], layer.examples());
                    for (int c = 0; c < concepts.length; c++) {
                        target[u][start + c] = (float) score(unit, concepts[c]);
                    }
                });
            }
        };
    }

    /**
     * A concept's cosines with all examples, and their order: once all examples are ranked, those of any unit are put in
     * order by marking their ranks in a row of bits.
     */
    private record Ranked(float[] cosines, int[] order, int[] rank) {
        static Ranked[] of(float[][] block, int from, int to) {
            Ranked[] concepts = new Ranked[to - from];
            Columns.parallel(to - from, c -> concepts[c] = of(block, from + c));
            return concepts;
        }

        private static Ranked of(float[][] block, int concept) {
            float[] cosines = new float[block.length];
            for (int e = 0; e < cosines.length; e++) {
                cosines[e] = block[e][concept];
            }
            int[] order = Strongest.of(cosines, 0, cosines.length, cosines.length);
            int[] rank = new int[order.length];
            for (int place = 0; place < order.length; place++) {
                rank[order[place]] = place;
            }
            return new Ranked(cosines, order, rank);
        }
    }

    /** A unit's strongest examples, and room to put them in order. */
    private record Unit(int[] examples, float[] activations, double random, float[] of, long[] marks) {
        Unit(int[] examples, float[] activations, double random, int all) {
            this(examples, activations, random, new float[all], new long[(all + 63) / 64]);
            for (int k = 0; k < examples.length; k++) {
                of[examples[k]] = activations[k];
            }
        }
    }

    private double score(Unit unit, Ranked concept) {
        double sum = 0;
        for (int example : unit.examples()) {
            sum += concept.cosines()[example];
            int rank = concept.rank()[example];
            unit.marks()[rank >> 6] |= 1L << rank;
        }
        int count = unit.examples().length;
        double error = error(unit, concept.order()) / count;
        double relative = unit.random() > 0 ? error / unit.random() : 1;
        if (sum <= 0) {
            throw new IllegalArgumentException("rank reorder: expected positive mean cosines of a unit's strongest"
                    + " examples and every concept, as the formula divides by a root of them, found "
                    + (float) (sum / count) + "; name the units of this model by another method, such as soft WPMI");
        }
        return -relative / StrictMath.pow(sum / count, commonness);
    }

    /** Takes the marks away again. */
    private double error(Unit unit, int[] order) {
        long[] marks = unit.marks();
        double error = 0;
        int k = 0;
        for (int word = 0; word < marks.length; word++) {
            for (long left = marks[word]; left != 0; left &= left - 1) {
                int example = order[(word << 6) + Long.numberOfTrailingZeros(left)];
                error += absolutePower((double) unit.of()[example] - unit.activations()[k++]);
            }
            marks[word] = 0;
        }
        return error;
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
