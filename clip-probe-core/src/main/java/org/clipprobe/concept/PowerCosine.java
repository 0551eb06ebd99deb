package org.clipprobe.concept;

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
        Columns.parallel(units, unit -> prepare(prepared, unit * examples, 1));
    }

    @Override
    public void score(float[] block, int width, float[] target) {
        float[] concepts = block.clone();
        Columns.parallel(width, c -> prepare(concepts, c, width));
        Products.multiply(prepared, concepts, target, units, examples, width);
    }

    private void prepare(float[] values, int start, int stride) {
        double mean = cubed ? mean(values, start, stride) : 0;
        double squares = 0;
        for (int e = 0; e < examples; e++) {
            double value = power(values[start + e * stride] - mean);
            squares += value * value;
        }
        double length = cubed ? Math.max(Math.sqrt(squares), SHORTEST_CUBED) : Math.sqrt(squares);
        for (int e = 0; e < examples; e++) {
            int i = start + e * stride;
            values[i] = length > 0 ? (float) (power(values[i] - mean) / length) : 0;
        }
    }

    private double power(double value) {
        return cubed ? value * value * value : value;
    }

    private double mean(float[] values, int start, int stride) {
        double sum = 0;
        for (int e = 0; e < examples; e++) {
            sum += values[start + e * stride];
        }
        return sum / examples;
    }
}
