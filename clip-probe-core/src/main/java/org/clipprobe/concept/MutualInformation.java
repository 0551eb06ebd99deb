package org.clipprobe.concept;

import java.util.Arrays;

/**
 * Σₖ log(offsetₖ + slopeₖ P(eₖ, c)) of each unit's strongest examples, less λ × the log mean of its exponential over
 * units.
 *
 * <p>The sum of logarithms is taken as the logarithm of a product: factors are multiplied in single precision a few at a
 * time, these products in double precision, and only what would leave the double range is turned into a logarithm.
 */
final class MutualInformation implements Similarity.Scorer {
    /** Factors multiplied in single precision: the product of four of at least 10⁻⁷ stays a normal float. */
    private static final int GROUP = 4;

    /** Products smaller than this are turned into logarithms before more is multiplied. */
    private static final double SMALLEST = 1e-250;

    private final int[][] strongest;
    private final float[] offset;
    private final float[] slope;
    private final double lambda;

    MutualInformation(int[][] strongest, double[] offset, double[] slope, double lambda) {
        this.strongest = strongest;
        this.offset = floats(offset);
        this.slope = floats(slope);
        this.lambda = lambda;
    }

    @Override
    public void score(float[] block, int width, float[] target) {
        int units = strongest.length;
        double[] logs = new double[Math.multiplyExact(units, width)];
        Columns.parallel(units, unit -> likelihood(strongest[unit], block, width, logs, unit * width));
        double[] common = commonness(logs, units, width);
        for (int unit = 0; unit < units; unit++) {
            for (int c = 0; c < width; c++) {
                target[unit * width + c] = (float) (logs[unit * width + c] - lambda * common[c]);
            }
        }
    }

    private void likelihood(int[] examples, float[] block, int width, double[] logs, int at) {
        double[] product = new double[width];
        float[] group = new float[width];
        Arrays.fill(product, 1);
        double smallest = 1;
        int k = 0;
        for (; k + GROUP <= examples.length; k += GROUP) {
            four(examples, k, block, width, group);
            for (int c = 0; c < width; c++) {
                product[c] *= group[c];
            }
            smallest *= (double) offset[k] * offset[k + 1] * offset[k + 2] * offset[k + 3];
            if (smallest < SMALLEST) {
                fold(product, logs, at);
                smallest = 1;
            }
        }
        for (; k < examples.length; k++) {
            int row = examples[k] * width;
            for (int c = 0; c < width; c++) {
                product[c] *= offset[k] + slope[k] * block[row + c];
            }
        }
        fold(product, logs, at);
    }

    private void four(int[] examples, int k, float[] block, int width, float[] group) {
        float o0 = offset[k];
        float o1 = offset[k + 1];
        float o2 = offset[k + 2];
        float o3 = offset[k + 3];
        float s0 = slope[k];
        float s1 = slope[k + 1];
        float s2 = slope[k + 2];
        float s3 = slope[k + 3];
        int r0 = examples[k] * width;
        int r1 = examples[k + 1] * width;
        int r2 = examples[k + 2] * width;
        int r3 = examples[k + 3] * width;
        for (int c = 0; c < width; c++) {
            group[c] = (o0 + s0 * block[r0 + c])
                    * (o1 + s1 * block[r1 + c])
                    * ((o2 + s2 * block[r2 + c]) * (o3 + s3 * block[r3 + c]));
        }
    }

    private static void fold(double[] product, double[] logs, int at) {
        for (int c = 0; c < product.length; c++) {
            logs[at + c] += StrictMath.log(product[c]);
            product[c] = 1;
        }
    }

    /** Per concept, log of the mean over units of exp(log likelihood), summed around its largest term. */
    private static double[] commonness(double[] logs, int units, int width) {
        double[] common = new double[width];
        Columns.parallel(width, c -> {
            double largest = Double.NEGATIVE_INFINITY;
            for (int unit = 0; unit < units; unit++) {
                largest = Math.max(largest, logs[unit * width + c]);
            }
            double sum = 0;
            for (int unit = 0; unit < units; unit++) {
                double below = logs[unit * width + c] - largest;
                // A term e⁻⁵⁰ times the largest is lost in rounding; most are smaller and need no exponential.
                sum += below > -50 ? StrictMath.exp(below) : 0;
            }
            common[c] = largest + StrictMath.log(sum / units);
        });
        return common;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
