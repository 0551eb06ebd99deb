package org.clipprobe.probe;

import org.clipprobe.model.Capture;

/**
 * What the multimodal test says of one hook point.
 *
 * @param capture the hook point and the pooling
 * @param units units tested
 * @param constantUnits units with the same or no finite value for every example, which are not tested
 * @param pairs (unit, concept) pairs tested
 * @param passingPairs pairs that pass, without those that read letters
 * @param multimodalUnits units with a pair that passes
 * @param confirmedUnits units with a pair that passes and that the split halves confirm
 * @param letterReadingUnits units all of whose passing pairs read letters
 * @param wordsPermuted the control with the words' concepts permuted and all else kept: the sharper one
 * @param allPermuted the control with the concepts of every facet permuted independently
 * @param splitHalf found on one half, confirmed on the other
 */
public record LayerResult(
        Capture capture,
        int units,
        int constantUnits,
        long pairs,
        int passingPairs,
        int multimodalUnits,
        int confirmedUnits,
        int letterReadingUnits,
        PermutationControl wordsPermuted,
        PermutationControl allPermuted,
        SplitHalf splitHalf) {}
