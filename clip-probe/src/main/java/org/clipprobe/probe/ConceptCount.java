package org.clipprobe.probe;

import java.util.List;

/**
 * How many examples a concept has.
 *
 * @param concept the concept's name
 * @param examples number of examples per facet, in the result's order of facets
 * @param tested whether it has examples in every facet, and others to compare them with, so that it was tested
 */
public record ConceptCount(String concept, List<Integer> examples, boolean tested) {
    public ConceptCount {
        examples = List.copyOf(examples);
    }
}
