package org.clipprobe.concept.similarity.internal;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.clipprobe.concept.similarity.Similarity;

/**
 * Σₖ log(offsetₖ + slopeₖ P(eₖ, c)) of each unit's strongest examples, less λ × the log mean of its exponential over
 * units.
 *
 * <p>The sum of logarithms is taken as the logarithm of a product: factors are multiplied in single precision a few at a
 * time, these products in double precision, and only what would leave the double range is turned into a logarithm.
 */
public final class MutualInformation implements Similarity.Scorer {
    /** Added to every probability, so that its logarithm is finite. */
    private static final double FLOOR = 1e-7;

    /** Factors multiplied in one pass over the concepts. */
    private static final int FACTORS = 4;

    /** Single-precision products that may be smaller than this go on in double precision before more is multiplied. */
    private static final double SMALLEST_FLOAT = 1e-36;

    /** Products that may be smaller than this are turned into logarithms before more is multiplied. */
    private static final double SMALLEST = 1e-200;

    /** Concepts whose commonness one core sums. */
    private static final int PART = 64;

    private final int[][] strongest;
    private final float[] offset;
    private final float[] slope;
    private final double lambda;

    /**
     * Σₖ log(1 + bₖ (P(eₖ, c) − 1) + 10⁻⁷) of each unit's strongest examples.
     *
     * @param strongest per unit, its strongest examples, the strongest first
     * @param count of those examples
     * @param belief bₖ, that example k shows what the unit responds to, for the share (k − 1) / count
     */
    public static MutualInformation of(int[][] strongest, int count, DoubleUnaryOperator belief, double lambda) {
        double[] slope = new double[count];
        double[] offset = new double[count];
        for (int k = 0; k < count; k++) {
            slope[k] = belief.applyAsDouble((double) k / count);
            offset[k] = 1 - slope[k] + FLOOR;
        }
        return new MutualInformation(strongest, offset, slope, lambda);
    }

    private MutualInformation(int[][] strongest, double[] offset, double[] slope, double lambda) {
        this.strongest = strongest;
        this.offset = floats(offset);
        this.slope = floats(slope);
        this.lambda = lambda;
    }

    @Override
    public void score(float[][] block, int width, float[][] target) {
        double[][] logs = new double[strongest.length][];
        Columns.parallel(logs.length, unit -> logs[unit] = likelihood(strongest[unit], block, width));
        double[] common = commonness(logs, width);
        Columns.parallel(logs.length, unit -> {
            for (int c = 0; c < width; c++) {
                target[unit][c] = (float) (logs[unit][c] - lambda * common[c]);
            }
        });
    }

    private double[] likelihood(int[] examples, float[][] block, int width) {
        double[] logs = new double[width];
        double[] product = new double[width];
        float[] group = new float[width];
        Arrays.fill(product, 1);
        Arrays.fill(group, 1);
        double smallest = 1;
        double smallestInGroup = 1;
        int k = 0;
        for (; k + FACTORS <= examples.length; k += FACTORS) {
            double next = (double) offset[k] * offset[k + 1] * offset[k + 2] * offset[k + 3];
            if (smallestInGroup * next < SMALLEST_FLOAT) {
                smallest = into(product, group, smallest, smallestInGroup, logs);
                smallestInGroup = 1;
            }
            four(examples, k, block, group, width);
            smallestInGroup *= next;
        }
        into(product, group, smallest, smallestInGroup, logs);
        for (; k < examples.length; k++) {
            for (int c = 0; c < width; c++) {
                product[c] *= offset[k] + slope[k] * block[examples[k]][c];
            }
        }
        fold(product, logs);
        return logs;
    }

    /** Moves products to double precision, and those to logarithms where they could leave its range. */
    private static double into(double[] product, float[] group, double smallest, double inGroup, double[] logs) {
        for (int c = 0; c < group.length; c++) {
            product[c] *= group[c];
            group[c] = 1;
        }
        if (smallest * inGroup < SMALLEST) {
            fold(product, logs);
            return 1;
        }
        return smallest * inGroup;
    }

    private void four(int[] examples, int k, float[][] block, float[] group, int width) {
        float o0 = offset[k];
        float o1 = offset[k + 1];
        float o2 = offset[k + 2];
        float o3 = offset[k + 3];
        float s0 = slope[k];
        float s1 = slope[k + 1];
        float s2 = slope[k + 2];
        float s3 = slope[k + 3];
        float[] p0 = block[examples[k]];
        float[] p1 = block[examples[k + 1]];
        float[] p2 = block[examples[k + 2]];
        float[] p3 = block[examples[k + 3]];
        for (int c = 0; c < width; c++) {
            group[c] *= (o0 + s0 * p0[c]) * (o1 + s1 * p1[c]) * ((o2 + s2 * p2[c]) * (o3 + s3 * p3[c]));
        }
    }

    private static void fold(double[] product, double[] logs) {
        for (int c = 0; c < product.length; c++) {
            logs[c] += Logarithm.of(product[c]);
            product[c] = 1;
        }
    }

    /** Per concept, log of the mean over units of exp(log likelihood), summed around its largest term. */
    private static double[] commonness(double[][] logs, int width) {
        double[] common = new double[width];
        int parts = (width + PART - 1) / PART;
        Columns.parallel(parts, part -> commonness(logs, part * PART, Math.min(width, (part + 1) * PART), common));
        return common;
    }

    private static void commonness(double[][] logs, int from, int to, double[] common) {
        double[] largest = new double[to - from];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        for (double[] unit : logs) {
            for (int c = from; c < to; c++) {
                largest[c - from] = Math.max(largest[c - from], unit[c]);
            }
        }
        double[] sum = new double[to - from];
        double[] terms = new double[to - from];
        for (double[] unit : logs) {
            for (int c = 0; c < terms.length; c++) {
                terms[c] = unit[from + c] - largest[c];
            }
            Exponential.ofNegative(terms);
            for (int c = 0; c < sum.length; c++) {
                sum[c] += terms[c];
            }
        }
        for (int c = 0; c < sum.length; c++) {
            common[from + c] = largest[c] + Logarithm.of(sum[c] / logs.length);
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
