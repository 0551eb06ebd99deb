package org.clipprobe.concept.similarity;

import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.internal.Products;

/** Inner products of two sets of embeddings. */
record EmbeddingCosines(Embeddings exampleRows, Embeddings conceptRows) implements Cosines {
    EmbeddingCosines {
        if (exampleRows.dimensions() != conceptRows.dimensions()) {
            throw new IllegalArgumentException("cosines: expected concepts with " + exampleRows.dimensions()
                    + " dimensions as the examples have, found " + conceptRows.dimensions()
                    + "; take both from one model");
        }
    }

    @Override
    public int examples() {
        return exampleRows.rows();
    }

    @Override
    public int concepts() {
        return conceptRows.rows();
    }

    @Override
    public void block(int from, int to, float[][] target) {
        int dimensions = conceptRows.dimensions();
        float[][] columns = new float[dimensions][to - from];
        for (int c = from; c < to; c++) {
            for (int d = 0; d < dimensions; d++) {
                columns[d][c - from] = conceptRows.values()[c * dimensions + d];
            }
        }
        Products.multiply(exampleRows.values(), columns, target, examples(), to - from);
    }

    @Override
    public Cosines rows(int[] examples) {
        return new EmbeddingCosines(exampleRows.rows(examples), conceptRows);
    }
}
