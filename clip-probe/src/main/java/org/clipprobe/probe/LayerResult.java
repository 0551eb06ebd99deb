package org.clipprobe.probe;

import org.clipprobe.model.Capture;

/**
 * What the multimodal test says of one hook point.
 *
 * <p>A pair of a unit and a concept passes when its score reaches the threshold and it does not read letters.
 *
 * @param capture the hook point and the pooling
 * @param units units tested
 * @param untestedUnits units left out, since they have the same value for every example or one that is not finite
 * @param pairs (unit, concept) pairs tested
 * @param threshold the smallest score at which the false discovery rate is kept; NaN where none keeps it
 * @param passingPairs pairs that pass
 * @param multimodalUnits units with a pair that passes
 * @param confirmedUnits units with a pair that passes and that the split halves confirm
 * @param letterReadingUnits units without a pair that passes, but with one that would pass did it not read letters
 * @param bhPairs pairs whose Benjamini–Hochberg q keeps the false discovery rate, for comparison
 * @param adaptivePairs pairs whose AdaFilter–BH q keeps it, for comparison
 * @param wordsPermuted the control with the words' concepts permuted and all else kept, the sharper one, at the
 *     threshold; at {@link MultimodalOptions#minimumAuc} where there is none
 * @param allPermuted the control with the concepts of every facet permuted independently, at the same score
 * @param wordsPermutedAtMinimum the sharper control at {@link MultimodalOptions#minimumAuc}, the same bar for every layer
 * @param splitHalf found on one half, confirmed on the other
 */
public record LayerResult(
        Capture capture,
        int units,
        int untestedUnits,
        long pairs,
        double threshold,
        int passingPairs,
        int multimodalUnits,
        int confirmedUnits,
        int letterReadingUnits,
        int bhPairs,
        int adaptivePairs,
        PermutationControl wordsPermuted,
        PermutationControl allPermuted,
        PermutationControl wordsPermutedAtMinimum,
        SplitHalf splitHalf) {
    /** Mean number of units that pass with the words permuted; 0 where no score keeps the false discovery rate. */
    public double unitsByChance() {
        return Double.isNaN(threshold) ? 0 : wordsPermuted.meanUnits();
    }

    /** Largest number of units that pass with the words permuted; 0 where no score keeps the false discovery rate. */
    public int mostUnitsByChance() {
        return Double.isNaN(threshold) ? 0 : wordsPermuted.maxUnits();
    }
}
