package org.clipprobe.probe;

/**
 * How a unit responds to a concept in one facet.
 *
 * @param facet the facet's name
 * @param sources number of the concept's sources in the facet
 * @param examples number of examples made from them
 * @param otherSources number of the other concepts' sources in the facet
 * @param effect the concept's value, a mean over sources, in robust standard deviations of the concepts' values from
 *     their median, among the concepts that it can be compared with
 * @param auc area under the ROC curve over sources, the concept's against the others'; ties count one half
 * @param p the concept's rank: the share of the concepts that it can be compared with, itself among them, that the unit
 *     responds to as much
 * @param sdFromMean mean activation of the concept's sources in standard deviations of the unit over all examples but
 *     near spellings, measured from the unit's mean over them; 0 for a constant unit
 * @param sdFromZero the same measured from zero activation (Goh et al. 2021)
 */
public record FacetResponse(
        String facet,
        int sources,
        int examples,
        int otherSources,
        double effect,
        double auc,
        double p,
        double sdFromMean,
        double sdFromZero) {}
