package org.clipprobe.concept.set;

import java.io.IOException;
import java.util.List;

/** What turns prompts into embeddings: a text tower, or a stand-in in tests. */
public interface TextEmbedder {
    /** Names the model by its content, such as the SHA-256 of its files; never by a name that another may have. */
    String fingerprint() throws IOException;

    /** Length of an embedding. */
    int dimensions();

    /**
     * Embeds prompts.
     *
     * @return one row of length 1 for each prompt, in their order
     * @throws IOException when the model fails or a prompt cannot be tokenized
     */
    Embeddings embed(List<String> prompts) throws IOException;

    /**
     * Embeds prompts without scaling them to length 1.
     *
     * @return {@code [prompts, dimensions]} in C order
     * @throws IOException when the model fails, a prompt cannot be tokenized, or the lengths are not known
     */
    default float[] embedRaw(List<String> prompts) throws IOException {
        throw new IOException(
                "text tower: expected embeddings as they are before they are scaled to length 1, found none");
    }
}
