package org.clipprobe.concept;

import java.util.List;

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

    /** No prompts. */
    public static Prompts none() {
        return new Prompts(List.of(), new Embeddings(0, 0, new float[0]));
    }
}
