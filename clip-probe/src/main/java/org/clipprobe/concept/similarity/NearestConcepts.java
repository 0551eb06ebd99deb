package org.clipprobe.concept.similarity;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.concept.set.Embeddings;

/** The concepts that some examples are like more than all examples are. */
public final class NearestConcepts {
    private final Embeddings examples;
    private final Embeddings concepts;
    private final double[] all;

    public NearestConcepts(Embeddings examples, Embeddings concepts) {
        this.examples = examples;
        this.concepts = concepts;
        this.all = cosines(IntStream.range(0, examples.rows()).toArray());
    }

    /** Best first; the score is the mean cosine with these examples less that with all. */
    public List<ScoredConcept> of(int[] some, int count) {
        double[] cosines = cosines(some);
        return IntStream.range(0, cosines.length)
                .mapToObj(c -> new ScoredConcept(c, cosines[c] - all[c]))
                .sorted(Comparator.comparingDouble(name -> -name.score()))
                .limit(count)
                .toList();
    }

    private double[] cosines(int[] some) {
        double[] mean = examples.mean(some);
        double[] cosines = new double[concepts.rows()];
        for (int c = 0; c < cosines.length; c++) {
            int at = c * mean.length;
            for (int d = 0; d < mean.length; d++) {
                cosines[c] += concepts.values()[at + d] * mean[d];
            }
        }
        return cosines;
    }
}
