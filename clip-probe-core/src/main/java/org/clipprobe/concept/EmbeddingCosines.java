package org.clipprobe.concept;

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
    public void block(int from, int to, float[] target) {
        int width = to - from;
        int dimensions = conceptRows.dimensions();
        float[] columns = new float[dimensions * width];
        for (int c = 0; c < width; c++) {
            int row = (from + c) * dimensions;
            for (int d = 0; d < dimensions; d++) {
                columns[d * width + c] = conceptRows.values()[row + d];
            }
        }
        Products.multiply(exampleRows.values(), columns, target, examples(), dimensions, width);
    }

    @Override
    public Cosines rows(int[] examples) {
        return new EmbeddingCosines(exampleRows.rows(examples), conceptRows);
    }
}
