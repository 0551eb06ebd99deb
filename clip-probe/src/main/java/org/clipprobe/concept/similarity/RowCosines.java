package org.clipprobe.concept.similarity;

/** Some examples of other cosines. */
record RowCosines(Cosines all, int[] kept) implements Cosines {
    @Override
    public int examples() {
        return kept.length;
    }

    @Override
    public int concepts() {
        return all.concepts();
    }

    @Override
    public void block(int from, int to, float[][] target) {
        float[][] every = new float[all.examples()][to - from];
        all.block(from, to, every);
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(every[kept[i]], 0, target[i], 0, to - from);
        }
    }
}
