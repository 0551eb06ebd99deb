package org.clipprobe.concept.search;

/**
 * How a unit tells the wanted pictures of a facet from the others of the same facet.
 *
 * @param facet the facet's name
 * @param positives number of wanted examples
 * @param negatives number of the others
 * @param auc area under the ROC curve, ties counted half
 */
public record FacetAuc(String facet, int positives, int negatives, double auc) {}
