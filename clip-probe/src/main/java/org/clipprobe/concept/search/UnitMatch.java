package org.clipprobe.concept.search;

import java.util.List;
import java.util.OptionalDouble;
import org.clipprobe.model.Unit;

/**
 * A unit with the evidence that it responds to what was searched for.
 *
 * @param unit the unit
 * @param facets per facet that has the wanted concepts' examples, how the unit tells them from others; empty where the
 *     probing set does not know the concepts
 * @param weakestAuc the smallest of the facets' areas; empty like them
 * @param score soft WPMI: the mean over the wanted prompts, less the mean over those against them, less the largest
 *     positive one of the negatives
 * @param correlation Pearson correlation over all examples of the unit's activations with the cosine to the wanted
 *     prompts' mean embedding, less that of those against them
 * @param write the unit's direct write along that direction, in standard deviations over its layer; empty where the
 *     hook point has none
 */
public record UnitMatch(
        Unit unit,
        List<FacetAuc> facets,
        OptionalDouble weakestAuc,
        double score,
        double correlation,
        OptionalDouble write) {
    public UnitMatch {
        facets = List.copyOf(facets);
    }
}
