package org.clipprobe.concept.naming;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.ConceptException;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.Cosines;
import org.clipprobe.concept.similarity.LabelCosines;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.Similarity;

/**
 * What units are named from.
 *
 * @param layers activations {@code [examples, units]} at one or more hook points
 * @param examples the same examples' embeddings, {@code [examples, dimensions]}
 * @param concepts the concepts' embeddings, {@code [concepts, dimensions]}
 * @param set the concepts, in the same order
 * @param labels what each example is, where somebody knows
 * @param source per example, the number of its source, which is known even where it is not known what it shows
 */
public record NamingInput(
        List<Activations> layers,
        Embeddings examples,
        Embeddings concepts,
        ConceptSet set,
        Optional<Labels> labels,
        int[] source) {
    public NamingInput {
        layers = List.copyOf(layers);
        if (concepts.rows() != set.size()) {
            throw new IllegalArgumentException(set.source() + ": expected as many embeddings as concepts, " + set.size()
                    + ", found " + concepts.rows());
        }
        for (Activations layer : layers) {
            Naming.check(layer, examples.rows(), set.size());
        }
        if (labels.isPresent() && labels.get().examples() != examples.rows()) {
            throw new IllegalArgumentException("labels: expected one for each of " + examples.rows()
                    + " examples, found " + labels.get().examples());
        }
        if (source.length != examples.rows()) {
            throw new IllegalArgumentException(
                    "sources: expected one for each of " + examples.rows() + " examples, found " + source.length);
        }
    }

    /** Without labels every example is a source of its own. */
    public NamingInput(
            List<Activations> layers,
            Embeddings examples,
            Embeddings concepts,
            ConceptSet set,
            Optional<Labels> labels) {
        this(
                layers,
                examples,
                concepts,
                set,
                labels,
                labels.map(Labels::source)
                        .orElseGet(() -> IntStream.range(0, examples.rows()).toArray()));
    }

    /**
     * What a similarity scores concepts by: the cosines, or the labels.
     *
     * @throws IllegalArgumentException when it wants labels and there are none of these concepts
     */
    public Cosines evidence(Similarity similarity) {
        if (!similarity.labelled()) {
            return cosines();
        }
        try {
            Labels known = labels.orElseThrow(() -> new IllegalArgumentException(
                    similarity.key() + ": expected a probing set with labels, found none"));
            return new LabelCosines(Membership.of(known, set));
        } catch (ConceptException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The same with other directions in the place of the concepts, in the same order. */
    public NamingInput withConcepts(Embeddings directions) {
        return new NamingInput(layers, examples, directions, set, labels, source);
    }

    /** Cosines of all examples and concepts. */
    public Cosines cosines() {
        return Cosines.of(examples, concepts);
    }
}
