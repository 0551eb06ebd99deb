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
 */
public record MultimodalResult(
        MultimodalOptions options,
        List<String> facets,
        List<ConceptCount> concepts,
        List<LayerResult> layers,
        List<Finding> findings) {
    public MultimodalResult {
        facets = List.copyOf(facets);
        concepts = List.copyOf(concepts);
        layers = List.copyOf(layers);
        findings = List.copyOf(findings);
    }
}
