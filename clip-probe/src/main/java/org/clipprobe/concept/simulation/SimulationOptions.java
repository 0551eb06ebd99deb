package org.clipprobe.concept.simulation;

import org.clipprobe.concept.similarity.Similarity;

/**
 * How names are tested.
 *
 * @param similarity names units
 * @param examples most examples that are used, drawn at random where there are more
 * @param counterexamples most of each kind
 * @param seed of the draw and of the halves
 */
public record SimulationOptions(Similarity similarity, int examples, int counterexamples, long seed) {
    /** Soft WPMI, 8,192 examples, ten counterexamples of each kind. */
    public static SimulationOptions standard() {
        return new SimulationOptions(Similarity.standard(), 8_192, 10, 0);
    }
}
