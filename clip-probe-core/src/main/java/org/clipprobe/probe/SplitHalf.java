package org.clipprobe.probe;

/**
 * Pairs found on one half of the probing set and looked up on the other, both ways together.
 *
 * @param found pairs found on one half
 * @param confirmed how many of them the other half confirms
 * @param chance how many it would confirm were they drawn at random from all pairs tested
 */
public record SplitHalf(int found, int confirmed, double chance) {}
