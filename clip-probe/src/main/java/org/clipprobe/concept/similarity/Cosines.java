package org.clipprobe.concept.similarity;

import org.clipprobe.concept.set.Embeddings;

/**
 * How alike examples and concepts are in the joint space: a matrix {@code [examples, concepts]} of cosines that is
 * computed in blocks of concepts, since 50,000 examples × 20,000 concepts do not fit into memory.
 */
public interface Cosines {
    /** Number of rows. */
    int examples();

    /** Number of columns. */
    int concepts();

    /**
     * Computes the columns of the concepts {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param target receives {@code [examples][to - from]}; its rows may be longer
     */
    void block(int from, int to, float[][] target);

    /**
     * Cosines of pictures and texts.
     *
     * @param examples {@code [examples, dimensions]}, rows of length 1
     * @param concepts {@code [concepts, dimensions]}, rows of length 1
     */
    static Cosines of(Embeddings examples, Embeddings concepts) {
        return new EmbeddingCosines(examples, concepts);
    }

    /** Cosines that are known already; {@code values} is {@code [examples, concepts]} in C order and is not copied. */
    static Cosines of(int examples, int concepts, float[] values) {
        return new MatrixCosines(examples, concepts, values);
    }

    /** These examples only, in this order. */
    default Cosines rows(int[] examples) {
        return new RowCosines(this, examples.clone());
    }
}
