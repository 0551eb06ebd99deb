package org.clipprobe.concept.naming;

import org.clipprobe.concept.similarity.Similarity;

/**
 * How units are named and when a name is good.
 *
 * <p>A name is good when its pictures drive the unit harder than control pictures often enough (AUC of at least
 * {@code smallestAuc}), and more than chance explains: the best name of a unit whose activations are shuffled over the
 * examples also has some AUC, and no more than a share {@code level} of the names called good is expected to be of that
 * kind (Benjamini–Hochberg over the layer's units).
 *
 * @param similarity scores concepts
 * @param top names kept for each unit, the best and its runner-ups
 * @param share of the examples, those most like the name, that count as its pictures where no label says it
 * @param smallestAuc of a good name
 * @param level expected share of chance among the good names
 * @param shuffled number of units whose activations are shuffled to see what chance gives
 * @param seed of the shuffling
 */
public record NamingOptions(
        Similarity similarity, int top, double share, double smallestAuc, double level, int shuffled, long seed) {
    /** Soft WPMI, five names, one picture in fifty, AUC of 0.75, 5 %, 400 shuffled units. */
    public static NamingOptions standard() {
        return new NamingOptions(Similarity.standard(), 5, 0.02, 0.75, 0.05, 400, 0);
    }
}
