package org.clipprobe.concept.formula;

import org.clipprobe.concept.similarity.Membership;

/**
 * A logical form with what it is worth as a unit's name.
 *
 * @param formula over the concepts of a {@link Membership}
 * @param shown number of examples for which it holds
 * @param auc area under the ROC curve of the unit's activations, those examples against all others
 * @param score {@code auc} less its standard error by chance and the penalty for length
 */
public record ScoredFormula(Formula formula, int shown, double auc, double score) {}
