package org.clipprobe.concept.search;

import org.clipprobe.model.Unit;

/**
 * A text unit that responds to the same concepts as a vision unit.
 *
 * @param vision the vision unit
 * @param text the text unit
 * @param correlation Pearson correlation over concepts of their mean activations
 * @param p share of shuffled concepts for which any text unit of the layer correlates as well, by the rule (1 + those) /
 *     (1 + all): it holds for the best of the whole layer
 */
public record TuningMatch(Unit vision, Unit text, double correlation, double p) {}
