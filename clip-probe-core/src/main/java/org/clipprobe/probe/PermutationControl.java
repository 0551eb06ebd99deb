package org.clipprobe.probe;

/**
 * How much passes the same thresholds when concepts change names within facets.
 *
 * @param permutations number of permutations drawn
 * @param meanPairs mean number of (unit, concept) pairs that pass
 * @param maxPairs largest number of pairs that pass
 * @param meanUnits mean number of units with a pair that passes
 * @param maxUnits largest number of such units
 * @param p share of permutations, the real labels counted as one more, with at least as many units as the real labels
 * @param falseDiscoveryRate mean number of units over the number with the real labels, at most 1; 0 where none pass
 */
public record PermutationControl(
        int permutations,
        double meanPairs,
        int maxPairs,
        double meanUnits,
        int maxUnits,
        double p,
        double falseDiscoveryRate) {}
