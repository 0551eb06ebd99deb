package org.clipprobe.concept;

import java.util.OptionalDouble;
import org.clipprobe.activation.Progress;

/** Visits the concepts block by block, with cosines or probabilities of all examples, in bounded memory. */
final class ConceptBlocks {
    /** Values in one block, 64 MiB of floats. */
    private static final int HELD = 1 << 24;

    private static final int WIDEST = 512;

    private final Cosines cosines;
    private final OptionalDouble scale;
    private final float[] inverseSums;

    private ConceptBlocks(Cosines cosines, OptionalDouble scale, float[] inverseSums) {
        this.cosines = cosines;
        this.scale = scale;
        this.inverseSums = inverseSums;
    }

    /** What is done with one block. */
    interface Visitor {
        /**
         * Visits one block.
         *
         * @param from the block's first concept
         * @param width its number of concepts
         * @param block {@code [examples][width]}; its rows may be longer; valid during the call only
         */
        void visit(int from, int width, float[][] block);
    }

    static ConceptBlocks cosines(Cosines cosines) {
        return new ConceptBlocks(cosines, OptionalDouble.empty(), new float[0]);
    }

    /** Blocks as the similarity wants them; for probabilities, all concepts are visited once to sum them. */
    static ConceptBlocks of(Cosines cosines, OptionalDouble scale, Progress progress) {
        if (scale.isEmpty()) {
            return cosines(cosines);
        }
        double[] sums = new double[cosines.examples()];
        Exponential exponential = new Exponential(scale.getAsDouble());
        try (Progress.Task task = progress.begin("normalising concepts", cosines.concepts())) {
            cosines(cosines).forEach((from, width, block) -> {
                Columns.parallel(sums.length, e -> sums[e] += exponential.sum(block[e], width));
                task.advance(width);
            });
        }
        float[] inverse = new float[sums.length];
        for (int e = 0; e < sums.length; e++) {
            inverse[e] = (float) (1 / sums[e]);
        }
        return new ConceptBlocks(cosines, scale, inverse);
    }

    void forEach(Visitor visitor) {
        int concepts = cosines.concepts();
        int width = width();
        float[][] block = new float[cosines.examples()][width];
        for (int from = 0; from < concepts; from += width) {
            int to = Math.min(concepts, from + width);
            fill(from, to, block);
            visitor.visit(from, to - from, block);
        }
    }

    /** One block, concepts {@code from} to {@code to}, {@code [examples][to - from]}. */
    float[][] block(int from, int to) {
        float[][] block = new float[cosines.examples()][to - from];
        fill(from, to, block);
        return block;
    }

    private void fill(int from, int to, float[][] block) {
        cosines.block(from, to, block);
        if (scale.isPresent()) {
            int width = to - from;
            Exponential exponential = new Exponential(scale.getAsDouble());
            Columns.parallel(inverseSums.length, e -> exponential.scale(block[e], width, inverseSums[e]));
        }
    }

    private int width() {
        int fitting = HELD / Math.max(1, cosines.examples());
        return Math.max(1, Math.min(Math.min(WIDEST, fitting), cosines.concepts()));
    }
}
