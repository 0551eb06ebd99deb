package org.clipprobe.probe;

/**
 * One pair on two halves of the probing set that share no example.
 *
 * @param firstScore smallest area under the ROC curve over the facets on the first half; NaN where a facet has no
 *     example of the concept in this half
 * @param secondScore the same on the second half
 * @param confirmed whether each half by itself reaches the layer's threshold
 */
public record Confirmation(double firstScore, double secondScore, boolean confirmed) {}
