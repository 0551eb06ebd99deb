package org.clipprobe.concept.similarity.internal;

import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.Similarity;
import org.clipprobe.concept.similarity.Strongest;

/** Midranks of activations, doubled so that they are whole, and the areas under ROC curves that follow from them. */
public final class Ranks {
    private Ranks() {}

    /** Twice the midranks from 1 over the examples, {@code [to - from, examples]}. */
    public static int[] of(Activations layer, int from, int to) {
        int examples = layer.examples();
        int[] ranks = new int[Math.multiplyExact(to - from, examples)];
        Columns.forEach(layer, from, to, (unit, columns, offset) -> {
            rank(columns, offset, examples, ranks, (unit - from) * examples);
        });
        return ranks;
    }

    /** Twice the midranks from 1 of these values; NaN ranks lowest. */
    public static int[] of(float[] values) {
        int[] ranks = new int[values.length];
        rank(values, 0, values.length, ranks, 0);
        return ranks;
    }

    /**
     * Area under the ROC curve of the examples {@code members} against all others, ties counted half; NaN when one side
     * is empty.
     */
    public static double auc(int[] ranks, int offset, int examples, int[] members) {
        long twice = 0;
        for (int member : members) {
            twice += ranks[offset + member];
        }
        double inside = members.length;
        double outside = examples - inside;
        return (twice - inside * (inside + 1)) / (2 * inside * outside);
    }

    /** The examples that show a concept: column {@code c} of a block says which. */
    @FunctionalInterface
    public interface Showing {
        int[] members(float[][] block, int c);
    }

    /**
     * Scores units by the area under the ROC curve of the examples that show a concept.
     *
     * @param ranks {@code [units, examples]}, as {@link #of(Activations, int, int)} gives them
     */
    public static Similarity.Scorer scorer(int[] ranks, int examples, Showing showing) {
        return (block, width, target) -> {
            int[][] members = new int[width][];
            Columns.parallel(width, c -> members[c] = showing.members(block, c));
            Columns.parallel(ranks.length / examples, u -> {
                for (int c = 0; c < width; c++) {
                    target[u][c] = (float) auc(ranks, u * examples, examples, members[c]);
                }
            });
        };
    }

    private static void rank(float[] values, int offset, int length, int[] ranks, int at) {
        int[] order = Strongest.of(values, offset, length, length);
        int start = 0;
        while (start < length) {
            int end = start + 1;
            float value = values[offset + order[start]];
            while (end < length && same(values[offset + order[end]], value)) {
                end++;
            }
            // Strongest first: place p of n has rank n − p.
            int rank = 2 * length - (start + end - 1);
            for (int i = start; i < end; i++) {
                ranks[at + order[i]] = rank;
            }
            start = end;
        }
    }

    private static boolean same(float a, float b) {
        return a == b || (Float.isNaN(a) && Float.isNaN(b));
    }
}
