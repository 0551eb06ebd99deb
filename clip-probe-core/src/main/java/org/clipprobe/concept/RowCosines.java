package org.clipprobe.concept;

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
    public void block(int from, int to, float[] target) {
        int width = to - from;
        float[] every = new float[Math.multiplyExact(all.examples(), width)];
        all.block(from, to, every);
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(every, kept[i] * width, target, i * width, width);
        }
    }
}
