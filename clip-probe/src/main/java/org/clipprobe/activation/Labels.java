package org.clipprobe.activation;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What each row of an activations matrix is an example of.
 *
 * @param concepts the concepts' names, sorted
 * @param facets the facets, sorted, {@link Facet#WORD} last where it is one of them
 * @param concept per example, the index of its concept; {@link #NONE} where it is not known
 * @param facet per example, the index of its facet
 * @param sources the sources' names, sorted; see {@link Example#source()}
 * @param source per example, the index of its source
 */
public record Labels(
        List<String> concepts, List<Facet> facets, int[] concept, int[] facet, List<String> sources, int[] source) {
    /** The concept of an example of which it is not known what it shows. */
    public static final int NONE = -1;

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
    public Labels(List<String> concepts, List<Facet> facets, int[] concept, int[] facet) {
        this(
                concepts,
                facets,
                concept,
                facet,
                IntStream.range(0, concept.length).mapToObj(Integer::toString).toList(),
                IntStream.range(0, concept.length).toArray());
    }

    /**
     * Labels of examples, from what each of them is.
     *
     * @param concept per example, its concept where it is known
     * @param facet per example
     * @param source per example
     */
    public static Labels of(List<Optional<String>> concept, List<Facet> facet, List<String> source) {
        List<String> concepts = sorted(concept.stream().<String>flatMap(Optional::stream));
        List<Facet> facets = sorted(facet.stream());
        List<String> sources = sorted(source.stream());
        return new Labels(
                concepts,
                facets,
                concept.stream()
                        .mapToInt(name -> name.map(known -> Collections.binarySearch(concepts, known))
                                .orElse(NONE))
                        .toArray(),
                facet.stream()
                        .mapToInt(one -> Collections.binarySearch(facets, one))
                        .toArray(),
                sources,
                source.stream()
                        .mapToInt(one -> Collections.binarySearch(sources, one))
                        .toArray());
    }

    private static <T extends Comparable<? super T>> List<T> sorted(Stream<T> values) {
        return values.distinct().sorted().toList();
    }

    /** Number of examples. */
    public int examples() {
        return concept.length;
    }

    /** The name of an example's concept, where it is known. */
    public Optional<String> conceptOf(int example) {
        return concept[example] == NONE ? Optional.empty() : Optional.of(concepts.get(concept[example]));
    }

    /** An example's facet. */
    public Facet facetOf(int example) {
        return facets.get(facet[example]);
    }
}
