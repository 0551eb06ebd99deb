package org.clipprobe.probe;

import org.clipprobe.model.Capture;

/**
 * What the multimodal test says of one hook point. All hook points are one family: they share a threshold.
 *
 * @param capture the hook point and the pooling
 * @param units units tested
 * @param untestedUnits units left out, since they have the same value for every example or one that is not finite
 * @param pairs (unit, concept) pairs tested
 * @param multimodalUnits units found, those that read letters not counted
 * @param unitsByChance how many of as many units would be found by coincidence, at the same threshold
 * @param passingPairs pairs found
 * @param pairsByChance how many would be found by coincidence
 * @param confirmedUnits units found with a pair that a facet held out replicates
 * @param letterReadingUnits units not found, but for a pair whose letters they read
 * @param agreeingUnits units that agree at the smallest effect that is looked at, the same bar for every run
 * @param agreeingByChance how many would agree there by coincidence
 */
public record LayerResult(
        Capture capture,
        int units,
        int untestedUnits,
        long pairs,
        int multimodalUnits,
        double unitsByChance,
        int passingPairs,
        double pairsByChance,
        int confirmedUnits,
        int letterReadingUnits,
        int agreeingUnits,
        double agreeingByChance) {}
