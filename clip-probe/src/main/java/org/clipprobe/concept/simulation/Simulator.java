package org.clipprobe.concept.simulation;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.clipprobe.concept.set.Embeddings;

/**
 * Predicts activations from an explanation: an example fits as well as the best of the explanation's concepts does, less
 * the best of its exceptions where that is positive, each in standard deviations of its cosine over the known examples;
 * an isotonic fit on the known examples turns this into activations.
 */
public final class Simulator {
    private final Embeddings examples;
    private final Embeddings concepts;
    private final int[] known;
    private final Map<Integer, float[]> standardised = new ConcurrentHashMap<>();

    public Simulator(Embeddings examples, Embeddings concepts, int[] known) {
        this.examples = examples;
        this.concepts = concepts;
        this.known = known;
    }

    /** How well each example fits, in standard deviations. */
    float[] fit(Explanation explanation) {
        float[] fit = highest(explanation.any());
        if (!explanation.none().isEmpty()) {
            float[] exceptions = highest(explanation.none());
            for (int e = 0; e < fit.length; e++) {
                fit[e] -= Math.max(0, exceptions[e]);
            }
        }
        return fit;
    }

    /** Predicted activations of all examples. */
    public double[] predict(Explanation explanation, float[] activations) {
        float[] fit = fit(explanation);
        float[] input = new float[known.length];
        float[] target = new float[known.length];
        for (int i = 0; i < known.length; i++) {
            input[i] = fit[known[i]];
            target[i] = activations[known[i]];
        }
        Calibration calibration = Calibration.fit(input, target);
        double[] predicted = new double[fit.length];
        for (int e = 0; e < fit.length; e++) {
            predicted[e] = calibration.at(fit[e]);
        }
        return predicted;
    }

    private float[] highest(Iterable<Integer> some) {
        float[] highest = new float[examples.rows()];
        Arrays.fill(highest, Float.NEGATIVE_INFINITY);
        for (int concept : some) {
            float[] column = standardised.computeIfAbsent(concept, this::standardise);
            for (int e = 0; e < highest.length; e++) {
                highest[e] = Math.max(highest[e], column[e]);
            }
        }
        return highest;
    }

    private float[] standardise(int concept) {
        double[] cosines = new double[examples.rows()];
        for (int e = 0; e < cosines.length; e++) {
            cosines[e] = examples.cosine(e, concepts, concept);
        }
        double mean = 0;
        for (int e : known) {
            mean += cosines[e] / known.length;
        }
        double variance = 0;
        for (int e : known) {
            variance += (cosines[e] - mean) * (cosines[e] - mean) / known.length;
        }
        float[] column = new float[cosines.length];
        for (int e = 0; e < column.length; e++) {
            column[e] = variance > 0 ? (float) ((cosines[e] - mean) / Math.sqrt(variance)) : 0;
        }
        return column;
    }
}
