package org.clipprobe.probe;

/**
 * One pair on two halves of the probing set that share no example.
 *
 * @param firstScore smallest area under the ROC curve over the facets on the first half; NaN where a facet has no
 *     example of the concept in this half
 * @param secondScore the same on the second half
 * @param confirmed whether the pair keeps the false discovery rate on one half, tested by itself, and reaches
 *     {@link MultimodalOptions#minimumAuc} on the other
 */
public record Confirmation(double firstScore, double secondScore, boolean confirmed) {}
