package org.clipprobe.concept;

import java.util.Arrays;
import org.clipprobe.activation.Activations;

/** Cosines between columns of activations and columns of a block, as they are or centred and cubed. */
final class PowerCosine implements Similarity.Scorer {
    private static final double SHORTEST_CUBED = 1e-3;

    private final int examples;
    private final int units;
    private final boolean cubed;
    private final float[] prepared;

    PowerCosine(Activations layer, int from, int to, boolean cubed) {
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
        Columns.parallel(width, c -> {
            float[] column = new float[examples];
            for (int e = 0; e < examples; e++) {
                column[e] = block[e][c];
            }
            prepare(column);
            for (int e = 0; e < examples; e++) {
                concepts[e][c] = column[e];
            }
        });
        Products.multiply(prepared, concepts, target, units, width);
    }

    private void prepare(float[] column) {
        double mean = cubed ? mean(column) : 0;
        double squares = 0;
        for (float entry : column) {
            double value = power(entry - mean);
            squares += value * value;
        }
        double length = cubed ? Math.max(Math.sqrt(squares), SHORTEST_CUBED) : Math.sqrt(squares);
        for (int e = 0; e < column.length; e++) {
            column[e] = length > 0 ? (float) (power(column[e] - mean) / length) : 0;
        }
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
