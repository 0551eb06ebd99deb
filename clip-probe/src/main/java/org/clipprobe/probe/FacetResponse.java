package org.clipprobe.probe;

/**
 * How a unit responds to a concept in one facet.
 *
 * @param facet the facet's name
 * @param positives number of the concept's examples in the facet
 * @param negatives number of the other concepts' examples in the facet
 * @param auc area under the ROC curve, positives against negatives; ties count one half
 * @param p one-sided Mann–Whitney p: the chance of so large an area where the concept makes no difference
 * @param sdFromMean mean activation of the positives in standard deviations of the unit over the whole probing set,
 *     measured from the unit's mean over it; 0 for a constant unit
 * @param sdFromZero the same measured from zero activation (Goh et al. 2021)
 */
public record FacetResponse(
        String facet, int positives, int negatives, double auc, double p, double sdFromMean, double sdFromZero) {}
