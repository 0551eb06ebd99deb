package org.clipprobe.concept.formula;

import org.clipprobe.concept.naming.NameQuality;

/**
 * A unit's best logical form, chosen on half of the sources, with what it is worth on the other half.
 *
 * @param chosen the form, with the number of sources and the AUC that it was chosen by
 * @param heldOut its worth on the held-out sources; q is p, since each unit's form is judged by itself
 */
public record JudgedFormula(ScoredFormula chosen, NameQuality heldOut) {}
