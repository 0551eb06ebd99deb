package org.clipprobe.concept.simulation;

import org.clipprobe.concept.similarity.Similarity;

/**
 * How names are tested.
 *
 * @param similarity names units
 * @param examples most sources that are used, drawn at random where there are more
 * @param counterexamples most of each kind
 * @param controls sets of random directions that the concepts are compared with, each as large as the concept set
 * @param seed of the halves, the draw and the random directions
 */
public record SimulationOptions(Similarity similarity, int examples, int counterexamples, int controls, long seed) {
    public SimulationOptions {
        if (controls < 2) {
            throw new IllegalArgumentException("sets of random directions: expected 2 or more, found " + controls);
        }
    }

    /** Soft WPMI, 8,192 sources, ten counterexamples of each kind, nine sets of random directions. */
    public static SimulationOptions standard() {
        return new SimulationOptions(Similarity.standard(), 8_192, 10, 9, 0);
    }
}
