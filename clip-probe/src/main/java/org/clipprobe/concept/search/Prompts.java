package org.clipprobe.concept.search;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.Membership;

/**
 * Prompts with their embeddings.
 *
 * @param texts as they were asked for
 * @param embeddings {@code [texts, dimensions]}, rows of length 1
 */
public record Prompts(List<String> texts, Embeddings embeddings) {
    public Prompts {
        texts = List.copyOf(texts);
        if (texts.size() != embeddings.rows()) {
            throw new IllegalArgumentException(
                    "prompts: expected " + texts.size() + " embeddings, found " + embeddings.rows());
        }
    }

    /** The labels that these are about. */
    public Optional<int[]> labels(Labels labels) {
        return labels(texts, labels);
    }

    /**
     * The labels that prompts are about: "a spider" is about {@code spider}.
     *
     * @return indices of concepts, one for each prompt; empty when a prompt is about none
     */
    public static Optional<int[]> labels(List<String> texts, Labels labels) {
        int[] found = texts.stream()
                .map(text -> label(labels, text))
                .flatMapToInt(OptionalInt::stream)
                .toArray();
        return found.length == texts.size() ? Optional.of(found) : Optional.empty();
    }

    private static OptionalInt label(Labels labels, String text) {
        String plain = Membership.plain(text);
        String bare = WantedExamples.bare(text);
        return IntStream.range(0, labels.concepts().size())
                .filter(c -> {
                    String label = Membership.plain(labels.concepts().get(c));
                    return label.equals(plain) || label.equals(bare);
                })
                .findFirst();
    }

    /** No prompts. */
    public static Prompts none() {
        return new Prompts(List.of(), new Embeddings(0, 0, new float[0]));
    }
}
