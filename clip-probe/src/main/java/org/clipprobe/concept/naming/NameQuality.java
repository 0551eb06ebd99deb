package org.clipprobe.concept.naming;

/**
 * How well a unit tells a name's pictures from control pictures, all the others (Kopf et al., CoSy, NeurIPS 2024,
 * section 3), on sources that took no part in choosing the name. A source counts once, with the mean of its variants.
 *
 * @param shown number of the name's held-out sources
 * @param controls number of the other held-out sources
 * @param auc area under the ROC curve, ties counted half; NaN when there are none of either
 * @param mad mean activation difference, (mean of the name's − mean of the controls) / standard deviation of the
 *     controls (n − 1); 0 when neither differs, infinite when only the controls are all the same
 * @param p share of shuffles of whole sources, within facet and style, that give an AUC as large
 * @param q Benjamini–Hochberg q of {@code p} over the units of all layers
 */
public record NameQuality(int shown, int controls, double auc, double mad, double p, double q) {}
