package org.clipprobe.concept.similarity.internal;

import java.util.Arrays;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.Similarity;

/** Cosines between columns of activations and columns of a block, as they are or centred and cubed. */
public final class PowerCosine implements Similarity.Scorer {
    private static final double SHORTEST_CUBED = 1e-3;

    /** Columns that one core prepares. */
    private static final int PART = 64;

    private final int examples;
    private final int units;
    private final boolean cubed;
    private final float[] prepared;

    public PowerCosine(Activations layer, int from, int to, boolean cubed) {
        this.examples = layer.examples();
        this.units = to - from;
        this.cubed = cubed;
        this.prepared = new float[Math.multiplyExact(units, examples)];
        layer.columns(from, to, prepared);
        Columns.parallel(units, unit -> {
            float[] column = Arrays.copyOfRange(prepared, unit * examples, (unit + 1) * examples);
            prepare(column);
            System.arraycopy(column, 0, prepared, unit * examples, examples);
        });
    }

    @Override
    public void score(float[][] block, int width, float[][] target) {
        float[][] concepts = new float[examples][width];
        int parts = (width + PART - 1) / PART;
        Columns.parallel(parts, part -> prepare(block, part * PART, Math.min(width, (part + 1) * PART), concepts));
        Products.multiply(prepared, concepts, target, units, width);
    }

    /** As {@link #prepare(float[])}, of some of a block's columns, row by row. */
    private void prepare(float[][] block, int from, int to, float[][] target) {
        double[] mean = new double[to - from];
        if (cubed) {
            for (float[] row : block) {
                for (int c = 0; c < mean.length; c++) {
                    mean[c] += row[from + c];
                }
            }
            for (int c = 0; c < mean.length; c++) {
                mean[c] /= examples;
            }
        }
        double[] squares = new double[to - from];
        for (int e = 0; e < examples; e++) {
            float[] row = block[e];
            for (int c = 0; c < squares.length; c++) {
                double value = power(row[from + c] - mean[c]);
                squares[c] += value * value;
            }
        }
        double[] length = new double[to - from];
        for (int c = 0; c < length.length; c++) {
            length[c] = length(squares[c]);
        }
        for (int e = 0; e < examples; e++) {
            float[] row = block[e];
            float[] powers = target[e];
            for (int c = 0; c < length.length; c++) {
                powers[from + c] = (float) (power(row[from + c] - mean[c]) / length[c]);
            }
        }
    }

    private void prepare(float[] column) {
        double mean = cubed ? mean(column) : 0;
        double squares = 0;
        for (float entry : column) {
            double value = power(entry - mean);
            squares += value * value;
        }
        double length = length(squares);
        for (int e = 0; e < column.length; e++) {
            column[e] = (float) (power(column[e] - mean) / length);
        }
    }

    /** What to divide by; a column of zeros stays one. */
    private double length(double squares) {
        return Math.max(Math.sqrt(squares), cubed ? SHORTEST_CUBED : Double.MIN_NORMAL);
    }

    private double power(double value) {
        return cubed ? value * value * value : value;
    }

    private static double mean(float[] column) {
        double sum = 0;
        for (float value : column) {
            sum += value;
        }
        return sum / column.length;
    }
}
