package org.clipprobe.concept.naming;

import org.clipprobe.concept.similarity.Similarity;

/**
 * How units are named and when a name is good.
 *
 * <p>Names are chosen on half of the sources and judged on the other half. A name is good when its held-out pictures
 * drive the unit harder than held-out control pictures nearly always (AUC of at least {@code smallestAuc}), and more than
 * chance explains: sources are shuffled within facet and style, and no more than a share {@code level} of the names
 * called good is expected to be of that kind (Benjamini–Hochberg over the units of all layers).
 *
 * @param similarity scores concepts
 * @param top names kept for each unit, the best and its runner-ups
 * @param share of the sources, those most like the name, that count as its pictures where no label says it
 * @param smallestAuc of a good name
 * @param level expected share of chance among the good names
 * @param shuffled shuffles of the held-out sources, at most
 * @param seed of the halves and of the shuffles
 */
public record NamingOptions(
        Similarity similarity, int top, double share, double smallestAuc, double level, int shuffled, long seed) {
    /**
     * Soft WPMI, five names, one picture in fifty, AUC of 0.9, 5 %, 9,999 shuffles. Drawings of one thing look alike, so
     * that units of a tower with random weights have names of AUC 0.75 and more on held-out drawings too often.
     */
    public static NamingOptions standard() {
        return new NamingOptions(Similarity.standard(), 5, 0.02, 0.9, 0.05, 9_999, 0);
    }
}
