package org.clipprobe.probe;

import java.util.List;

/**
 * The answer to: which units respond to a concept in every facet?
 *
 * @param options what counted as multimodal
 * @param facets the facets tested, in the order of {@link Finding#responses}
 * @param concepts every concept of the probing set with its numbers of examples
 * @param layers one for each hook point, in the order given
 * @param findings every pair that passes, the strongest evidence first, those that read letters among them
 * @param nearMisses the strongest pairs that do not pass, at most 20
 * @param notes what a reader has to know of this probing set, one sentence each: concepts that were not tested, too few
 *     concepts for the false discovery rate, no near spellings
 */
public record MultimodalResult(
        MultimodalOptions options,
        List<String> facets,
        List<ConceptCount> concepts,
        List<LayerResult> layers,
        List<Finding> findings,
        List<Finding> nearMisses,
        List<String> notes) {
    public MultimodalResult {
        facets = List.copyOf(facets);
        concepts = List.copyOf(concepts);
        layers = List.copyOf(layers);
        findings = List.copyOf(findings);
        nearMisses = List.copyOf(nearMisses);
        notes = List.copyOf(notes);
    }
}
