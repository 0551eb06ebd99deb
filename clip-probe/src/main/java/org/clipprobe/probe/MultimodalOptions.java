package org.clipprobe.probe;

/**
 * What counts as multimodal.
 *
 * @param fdr the false discovery rate that is accepted, in (0, 1)
 * @param minimumAuc the smallest area under the ROC curve over sources that a facet must reach, in [0.5, 1]
 * @param redraws how often the words are drawn again to see how stable the list is: each time half of every word's
 *     renderings; 0 for not at all
 * @param seed of the redraws, and of which sources are used where there are more than can be compared
 */
public record MultimodalOptions(double fdr, double minimumAuc, int redraws, long seed) {
    public MultimodalOptions {
        require(fdr > 0 && fdr < 1, "fdr: expected a rate between 0 and 1, found " + fdr);
        require(
                minimumAuc >= 0.5 && minimumAuc <= 1,
                "minimum AUC: expected an area from 0.5 to 1, found " + minimumAuc);
        require(redraws >= 0, "redraws: expected 0 or more, found " + redraws);
    }

    /** The defaults, argued for in docs/multimodal-test.md. */
    public static MultimodalOptions defaults() {
        return new MultimodalOptions(0.2, 0.9, 10, 0);
    }

    /**
     * How many concepts with equally many sources have to be compared with each other: twice as many as keep the rate
     * when a unit has one of them in common by coincidence.
     */
    int enoughPeers() {
        return (int) Math.ceil(2 / fdr);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
