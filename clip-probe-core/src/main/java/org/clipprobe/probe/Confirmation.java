package org.clipprobe.probe;

/**
 * One pair on two halves of the probing set that share no example.
 *
 * @param firstScore smallest area under the ROC curve over the facets on the first half
 * @param secondScore the same on the second half
 * @param confirmed whether the pair is found on one half and confirmed on the other
 */
public record Confirmation(double firstScore, double secondScore, boolean confirmed) {}
