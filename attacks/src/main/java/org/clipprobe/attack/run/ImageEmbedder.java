package org.clipprobe.attack.run;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.List;

/** What turns pictures into embeddings: a vision tower with its preprocessing, or a stand-in in tests. */
public interface ImageEmbedder {
    /** Names model and preprocessing by their content. */
    String fingerprint() throws IOException;

    /** Length of an embedding. */
    int dimensions();

    /** How many captured units follow the embedding in every row; usually none. */
    default int units() {
        return 0;
    }

    /** The picture at the model's input size; called from several threads. */
    InterleavedU8 fit(InterleavedU8 picture);

    /**
     * Embeds fitted pictures.
     *
     * @return {@code [pictures, dimensions + units]}, each row an embedding of length 1 and what the units do
     */
    float[] embed(List<InterleavedU8> fitted) throws IOException;
}
