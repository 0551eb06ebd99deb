package org.clipprobe.concept.similarity;

/** Cosines held as a matrix. */
record MatrixCosines(int examples, int concepts, float[] values) implements Cosines {
    MatrixCosines {
        if (values.length != (long) examples * concepts) {
            throw new IllegalArgumentException("cosines: expected " + examples + " × " + concepts + " = "
                    + (long) examples * concepts + " values, found " + values.length);
        }
    }

    @Override
    public void block(int from, int to, float[][] target) {
        for (int example = 0; example < examples; example++) {
            System.arraycopy(values, example * concepts + from, target[example], 0, to - from);
        }
    }
}
