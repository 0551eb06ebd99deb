package org.clipprobe.concept.similarity;

import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.internal.Ranks;

/**
 * Area under the ROC curve of a unit's activations for the examples that show a concept against all others (the score of
 * INVERT, Bykov et al., NeurIPS 2023, section 3). Where no label says what an example shows, the share of the examples
 * with the highest cosine does.
 *
 * @param share of the examples that show a concept, more than 0, at most 0.5; at least one example
 */
public record Auc(double share) implements Similarity {
    public Auc {
        if (!(share > 0 && share <= 0.5)) {
            throw new IllegalArgumentException("share of examples: expected more than 0, at most 0.5, found " + share);
        }
    }

    /** One example in fifty shows a concept. */
    public static Auc standard() {
        return new Auc(0.02);
    }

    @Override
    public String key() {
        return "auc";
    }

    @Override
    public Scorer prepare(Activations layer, int from, int to) {
        int examples = layer.examples();
        if (examples < 2) {
            throw new IllegalArgumentException(
                    layer.capture().at().name() + ": an AUC needs 2 examples or more, found " + examples);
        }
        int[] ranks = Ranks.of(layer, from, to);
        int members = Membership.count(examples, share);
        return Ranks.scorer(ranks, examples, (block, c) -> Membership.nearest(block, c, members));
    }
}
