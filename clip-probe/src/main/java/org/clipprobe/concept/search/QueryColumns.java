package org.clipprobe.concept.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.concept.set.Embeddings;

/**
 * A query's prompts among the background concepts.
 *
 * @param concepts the background, and after it the prompts that are not in it
 * @param wanted per wanted prompt, its row in {@code concepts}
 * @param against the same for those against them
 * @param negatives the same for the negatives
 */
record QueryColumns(Embeddings concepts, int[] wanted, int[] against, int[] negatives) {
    /** A prompt this near to a concept is that concept: twice in one softmax, each would get half. */
    private static final double SAME = 1 - 1e-5;

    static QueryColumns of(Embeddings background, SearchQuery query) {
        List<Embeddings> parts = new ArrayList<>(List.of(background));
        int[] wanted = rows(query.wanted(), parts);
        int[] against = rows(query.against(), parts);
        int[] negatives = rows(query.negatives(), parts);
        Embeddings all = parts.stream().reduce(Embeddings::and).orElse(background);
        return new QueryColumns(all, wanted, against, negatives);
    }

    /** The rows that scores are needed for: wanted, against, negatives. */
    int[] asked() {
        return IntStream.concat(IntStream.concat(IntStream.of(wanted), IntStream.of(against)), IntStream.of(negatives))
                .toArray();
    }

    /** Per unit, one score from those of {@link #asked}, {@code [units][asked]}. */
    double[] combine(float[][] scores) {
        double[] combined = new double[scores.length];
        for (int unit = 0; unit < combined.length; unit++) {
            float[] row = scores[unit];
            double worst = 0;
            for (int i = wanted.length + against.length; i < row.length; i++) {
                worst = Math.max(worst, row[i]);
            }
            combined[unit] = mean(row, 0, wanted.length) - mean(row, wanted.length, against.length) - worst;
        }
        return combined;
    }

    private static double mean(float[] scores, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += scores[i];
        }
        return count == 0 ? 0 : sum / count;
    }

    private static int[] rows(Prompts prompts, List<Embeddings> parts) {
        int[] rows = new int[prompts.texts().size()];
        for (int i = 0; i < rows.length; i++) {
            int found = find(prompts.embeddings(), i, parts);
            rows[i] = found;
            if (found == parts.stream().mapToInt(Embeddings::rows).sum()) {
                parts.add(prompts.embeddings().rows(new int[] {i}));
            }
        }
        return rows;
    }

    /** The row of a concept that is the prompt, or the number of rows when there is none. */
    private static int find(Embeddings prompts, int prompt, List<Embeddings> parts) {
        int row = 0;
        for (Embeddings part : parts) {
            for (int i = 0; i < part.rows(); i++, row++) {
                if (prompts.cosine(prompt, part, i) >= SAME) {
                    return row;
                }
            }
        }
        return row;
    }
}
