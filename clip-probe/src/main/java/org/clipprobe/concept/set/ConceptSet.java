package org.clipprobe.concept.set;

import java.nio.file.Path;
import java.util.List;
import org.clipprobe.activation.Labels;

/**
 * The candidate words that units are named from; no concept is in it twice.
 *
 * @param source where it comes from: a file's name, the probing set, or a dictionary with its licence
 * @param concepts in the order of their source
 */
public record ConceptSet(String source, List<Concept> concepts) {
    public ConceptSet {
        concepts = List.copyOf(concepts);
    }

    /**
     * Reads a file: one concept per line, or, where the name ends in {@code .csv}, RFC 4180 with the columns
     * {@code concept} and, if wanted, {@code group}. Blank lines do not count, nor do lines of a list that begin with
     * {@code #}.
     *
     * @throws ConceptException when it cannot be read, has less than two concepts, or one of them twice; the message names
     *     file and line
     */
    public static ConceptSet read(Path file) throws ConceptException {
        return ConceptFile.read(file);
    }

    /** The probing set's own labels. */
    public static ConceptSet of(Labels labels) {
        return new ConceptSet(
                "probing set",
                labels.concepts().stream().map(label -> new Concept(label, "")).toList());
    }

    /**
     * Several thousand common English words for open questions: things, animals, plants, food, people, feelings, places,
     * activities and properties, from WordNet 3.1 (Princeton University; WordNet licence), where its tagged texts use
     * them, and brands from Datafaker (Apache-2.0).
     */
    public static ConceptSet common() {
        return CommonWords.read();
    }

    /** Number of concepts. */
    public int size() {
        return concepts.size();
    }

    /** The concepts' texts, in order. */
    public List<String> texts() {
        return concepts.stream().map(Concept::text).toList();
    }
}
