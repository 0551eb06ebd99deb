package org.clipprobe.concept.simulation;

import java.util.Arrays;
import org.clipprobe.concept.similarity.Strongest;

/**
 * The non-decreasing step function that is nearest to given pairs by least squares (isotonic regression by pooling
 * adjacent violators, Ayer et al. 1955), straight between the middles of its steps and flat outside.
 */
final class Calibration {
    private final double[] inputs;
    private final double[] outputs;

    private Calibration(double[] inputs, double[] outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** Fits {@code target} to {@code input}; both have at least one value. */
    static Calibration fit(float[] input, float[] target) {
        int[] order = Strongest.of(input, 0, input.length, input.length);
        double[] x = new double[input.length];
        double[] sums = new double[input.length];
        double[] counts = new double[input.length];
        int groups = 0;
        for (int i = order.length - 1; i >= 0; i--) {
            groups += i == order.length - 1 || input[order[i]] != input[order[i + 1]] ? 1 : 0;
            x[groups - 1] += input[order[i]];
            sums[groups - 1] += target[order[i]];
            counts[groups - 1]++;
        }
        return pooled(x, sums, counts, groups);
    }

    /** Neighbours whose means fall are made one, until none fall. */
    private static Calibration pooled(double[] x, double[] sums, double[] counts, int groups) {
        int blocks = 0;
        for (int g = 0; g < groups; g++) {
            x[blocks] = x[g];
            sums[blocks] = sums[g];
            counts[blocks] = counts[g];
            blocks++;
            while (blocks > 1 && sums[blocks - 2] * counts[blocks - 1] >= sums[blocks - 1] * counts[blocks - 2]) {
                x[blocks - 2] += x[blocks - 1];
                sums[blocks - 2] += sums[blocks - 1];
                counts[blocks - 2] += counts[blocks - 1];
                blocks--;
            }
        }
        double[] inputs = new double[blocks];
        double[] outputs = new double[blocks];
        for (int b = 0; b < blocks; b++) {
            inputs[b] = x[b] / counts[b];
            outputs[b] = sums[b] / counts[b];
        }
        return new Calibration(inputs, outputs);
    }

    /** The fitted value at {@code input}. */
    double at(double input) {
        int place = Arrays.binarySearch(inputs, input);
        if (place >= 0) {
            return outputs[place];
        }
        int above = -place - 1;
        if (above == 0) {
            return outputs[0];
        }
        if (above == inputs.length) {
            return outputs[inputs.length - 1];
        }
        double share = (input - inputs[above - 1]) / (inputs[above] - inputs[above - 1]);
        return outputs[above - 1] + share * (outputs[above] - outputs[above - 1]);
    }
}
