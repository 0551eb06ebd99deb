package org.clipprobe.probe;

/**
 * Pairs found without one facet of pictures, and looked up in it. They are found at a threshold of their own, at the
 * same false discovery rate.
 *
 * @param facet the facet held out
 * @param found pairs found in the other facets
 * @param confirmed how many of them reach {@link MultimodalOptions#minimumAuc} in the facet held out
 * @param chance how many would if each unit responded to other concepts there
 */
public record HeldOut(String facet, int found, int confirmed, double chance) {}
