package org.clipprobe.activation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What each row of an activations matrix is an example of.
 *
 * @param concepts the concepts' names, sorted
 * @param facets the facets' names, sorted, {@code word} last where it is one of them
 * @param concept per example, the index of its concept
 * @param facet per example, the index of its facet
 * @param sources the sources' names, sorted; see {@link Example#source()}
 * @param source per example, the index of its source
 */
public record Labels(
        List<String> concepts, List<String> facets, int[] concept, int[] facet, List<String> sources, int[] source) {
    /** The facet of words drawn as pictures. */
    public static final String WORD = "word";

    /**
     * The facet of words that look like a concept's own but are not it: their concept is the one they imitate. They are
     * controls only, and no facet that a unit has to respond to.
     */
    public static final String SPELLING = "spelling";

    public Labels {
        concepts = List.copyOf(concepts);
        facets = List.copyOf(facets);
        sources = List.copyOf(sources);
        if (concept.length != facet.length) {
            throw new IllegalArgumentException(
                    "expected as many facets as concepts, " + concept.length + ", found " + facet.length);
        }
        if (concept.length != source.length) {
            throw new IllegalArgumentException(
                    "expected as many sources as concepts, " + concept.length + ", found " + source.length);
        }
    }

    /** Labels of examples that each are their own source, named by their row. */
    public Labels(List<String> concepts, List<String> facets, int[] concept, int[] facet) {
        this(
                concepts,
                facets,
                concept,
                facet,
                IntStream.range(0, concept.length).mapToObj(Integer::toString).toList(),
                IntStream.range(0, concept.length).toArray());
    }

    /** Number of examples. */
    public int examples() {
        return concept.length;
    }
}
