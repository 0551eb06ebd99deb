package org.clipprobe.probe;

/**
 * Pairs found on the first half of the probing set and looked up on the second.
 *
 * @param found pairs that reach the layer's threshold on the first half; {@link MultimodalOptions#minimumAuc} where there
 *     is none
 * @param confirmed how many of them reach it on the second half too
 * @param chance how many would, were they drawn at random from all pairs tested
 */
public record SplitHalf(int found, int confirmed, double chance) {}
