package org.clipprobe.probe;

/**
 * What counts as multimodal.
 *
 * @param fdr the false discovery rate that is accepted, in (0, 1)
 * @param minimumAuc the smallest area under the ROC curve that a facet must reach, in [0.5, 1]
 * @param permutations permutations per control, at least 1
 * @param seed of the permutations and of the split into halves
 */
public record MultimodalOptions(double fdr, double minimumAuc, int permutations, long seed) {
    public MultimodalOptions {
        require(fdr > 0 && fdr < 1, "fdr: expected a rate between 0 and 1, found " + fdr);
        require(
                minimumAuc >= 0.5 && minimumAuc <= 1,
                "minimum AUC: expected an area from 0.5 to 1, found " + minimumAuc);
        require(permutations >= 1, "permutations: expected at least 1, found " + permutations);
    }

    /** The defaults, argued for in docs/multimodal-test.md. */
    public static MultimodalOptions defaults() {
        return new MultimodalOptions(0.2, 0.9, 100, 0);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
