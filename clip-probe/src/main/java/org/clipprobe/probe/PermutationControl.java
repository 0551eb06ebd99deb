package org.clipprobe.probe;

/**
 * How much reaches a score with the real labels, and how much when concepts change names within facets.
 *
 * @param score the score that a pair has to reach: the layer's threshold, or the smallest area that the options accept
 * @param pairs (unit, concept) pairs that reach it with the real labels and do not read letters
 * @param units units with such a pair
 * @param permutations number of permutations drawn
 * @param meanPairs mean number of pairs that reach it with permuted labels
 * @param maxPairs largest number of such pairs
 * @param meanUnits mean number of units with such a pair
 * @param maxUnits largest number of such units
 * @param p share of permutations, the real labels counted as one more, with at least as many units as the real labels
 * @param falseDiscoveryRate mean number of units over the number with the real labels, at most 1; 0 where none reach it
 */
public record PermutationControl(
        double score,
        int pairs,
        int units,
        int permutations,
        double meanPairs,
        int maxPairs,
        double meanUnits,
        int maxUnits,
        double p,
        double falseDiscoveryRate) {}
