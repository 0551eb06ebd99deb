package org.clipprobe.concept.naming;

/**
 * How well a unit tells a name's pictures from control pictures, all the others (Kopf et al., CoSy, NeurIPS 2024,
 * section 3).
 *
 * @param shown number of the name's pictures
 * @param controls number of control pictures
 * @param auc area under the ROC curve, ties counted half; NaN when there are none of either
 * @param mad mean activation difference, (mean of the name's − mean of the controls) / standard deviation of the
 *     controls (n − 1); 0 when neither differs, infinite when only the controls are all the same
 * @param p share of shuffled units whose best name has an AUC as large, by the rule (1 + those) / (1 + all)
 * @param q Benjamini–Hochberg q of {@code p} over the layer's units
 */
public record NameQuality(int shown, int controls, double auc, double mad, double p, double q) {}
