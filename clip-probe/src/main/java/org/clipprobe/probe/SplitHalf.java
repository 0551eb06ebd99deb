package org.clipprobe.probe;

/**
 * Pairs found on one half of the probing set and looked up on the other, both ways added up.
 *
 * @param found pairs that keep the false discovery rate on one half, tested by itself
 * @param confirmed how many of them reach {@link MultimodalOptions#minimumAuc} in every facet on the other half
 * @param chance how many would, were they drawn at random from all pairs tested
 */
public record SplitHalf(int found, int confirmed, double chance) {}
