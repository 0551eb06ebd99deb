package org.clipprobe.activation;

import java.util.List;

/**
 * What each row of an activations matrix is an example of.
 *
 * @param concepts the concepts' names, sorted
 * @param facets the facets' names, sorted, {@code word} last where it is one of them
 * @param concept per example, the index of its concept
 * @param facet per example, the index of its facet
 */
public record Labels(List<String> concepts, List<String> facets, int[] concept, int[] facet) {
    /** The facet of words drawn as pictures. */
    public static final String WORD = "word";

    public Labels {
        concepts = List.copyOf(concepts);
        facets = List.copyOf(facets);
        if (concept.length != facet.length) {
            throw new IllegalArgumentException(
                    "expected as many facets as concepts, " + concept.length + ", found " + facet.length);
        }
    }

    /** Number of examples. */
    public int examples() {
        return concept.length;
    }
}
