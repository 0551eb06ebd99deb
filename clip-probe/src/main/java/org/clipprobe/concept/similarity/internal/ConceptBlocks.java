package org.clipprobe.concept.similarity.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.clipprobe.concept.similarity.Cosines;
import org.clipprobe.run.Progress;

/**
 * Visits the concepts block by block, with cosines or probabilities of all examples, in bounded memory. What takes less
 * than an eighth of the heap is computed once and kept; anything larger is computed again at each visit.
 */
public final class ConceptBlocks {
    /** Values in one block, 64 MiB of floats. */
    private static final int HELD = 1 << 24;

    private static final int WIDEST = 512;

    private static final int SHARE_OF_HEAP = 8;

    private final Cosines cosines;
    private final OptionalDouble scale;
    private final float[] inverseSums;
    private final List<float[][]> kept;

    private ConceptBlocks(Cosines cosines, OptionalDouble scale, float[] inverseSums, List<float[][]> kept) {
        this.cosines = cosines;
        this.scale = scale;
        this.inverseSums = inverseSums;
        this.kept = kept;
    }

    /** What is done with one block. */
    public interface Visitor {
        /**
         * Visits one block.
         *
         * @param from the block's first concept
         * @param width its number of concepts
         * @param block {@code [examples][width]}; its rows may be longer; not to be changed, and valid during the call
         *     only
         */
        void visit(int from, int width, float[][] block);
    }

    /** Cosines for one visit, or for single blocks. */
    public static ConceptBlocks cosines(Cosines cosines) {
        return new ConceptBlocks(cosines, OptionalDouble.empty(), new float[0], List.of());
    }

    /** Blocks as the similarity wants them; for probabilities, all concepts are visited once to sum them. */
    public static ConceptBlocks of(Cosines cosines, OptionalDouble scale, Progress progress) {
        long bytes = (long) cosines.examples() * cosines.concepts() * Float.BYTES;
        boolean keep = bytes <= Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
        ConceptBlocks raw = keep ? cosines(cosines).kept() : cosines(cosines);
        return scale.isEmpty() ? raw : raw.probabilities(scale.getAsDouble(), progress);
    }

    private ConceptBlocks kept() {
        List<float[][]> blocks = new ArrayList<>();
        for (int from = 0; from < cosines.concepts(); from += width()) {
            blocks.add(block(from, Math.min(cosines.concepts(), from + width())));
        }
        return new ConceptBlocks(cosines, scale, inverseSums, blocks);
    }

    private ConceptBlocks probabilities(double factor, Progress progress) {
        double[] sums = new double[cosines.examples()];
        Exponential exponential = new Exponential(factor);
        try (Progress.Task task = progress.begin("normalising concepts", cosines.concepts())) {
            forEach((from, width, block) -> {
                Columns.parallel(sums.length, e -> sums[e] += exponential.sum(block[e], width));
                task.advance(width);
            });
        }
        float[] inverse = new float[sums.length];
        for (int e = 0; e < sums.length; e++) {
            inverse[e] = (float) (1 / sums[e]);
        }
        // The kept cosines become probabilities where they are; nobody else has them.
        ConceptBlocks normalised = new ConceptBlocks(cosines, OptionalDouble.of(factor), inverse, kept);
        kept.forEach(block -> normalised.normalise(block, block[0].length));
        return normalised;
    }

    public void forEach(Visitor visitor) {
        int concepts = cosines.concepts();
        int width = width();
        float[][] block = kept.isEmpty() ? new float[cosines.examples()][width] : new float[0][];
        for (int from = 0; from < concepts; from += width) {
            int to = Math.min(concepts, from + width);
            if (kept.isEmpty()) {
                fill(from, to, block);
            }
            visitor.visit(from, to - from, kept.isEmpty() ? block : kept.get(from / width));
        }
    }

    /** One block, concepts {@code from} to {@code to}, {@code [examples][to - from]}. */
    public float[][] block(int from, int to) {
        float[][] block = new float[cosines.examples()][to - from];
        fill(from, to, block);
        return block;
    }

    private void fill(int from, int to, float[][] block) {
        cosines.block(from, to, block);
        if (scale.isPresent()) {
            normalise(block, to - from);
        }
    }

    private void normalise(float[][] block, int width) {
        Exponential exponential = new Exponential(scale.orElseThrow());
        Columns.parallel(inverseSums.length, e -> exponential.scale(block[e], width, inverseSums[e]));
    }

    private int width() {
        int fitting = HELD / Math.max(1, cosines.examples());
        return Math.max(1, Math.min(Math.min(WIDEST, fitting), cosines.concepts()));
    }
}
