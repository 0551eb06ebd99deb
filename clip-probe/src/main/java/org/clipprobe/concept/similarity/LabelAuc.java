package org.clipprobe.concept.similarity;

import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.ConceptException;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.similarity.internal.Ranks;

/**
 * Area under the ROC curve of a unit's activations for the examples that are labelled with a concept against all others
 * (the score of INVERT, Bykov et al., NeurIPS 2023, section 3). What the model itself makes of the examples plays no
 * part, so that it cannot mistake them; a concept that no example is labelled with has no score.
 */
public record LabelAuc() implements Similarity {
    /** Whether every concept of the set is a label of the probing set, so that labels can choose among all of them. */
    public static boolean suits(Optional<Labels> labels, ConceptSet set) {
        try {
            return labels.isPresent()
                    && Membership.of(labels.get(), set).members().stream().allMatch(members -> members.length > 0);
        } catch (ConceptException e) {
            return false;
        }
    }

    @Override
    public String key() {
        return "label-auc";
    }

    @Override
    public boolean labelled() {
        return true;
    }

    @Override
    public Scorer prepare(Activations layer, int from, int to) {
        int examples = layer.examples();
        int[] ranks = Ranks.of(layer, from, to);
        return Ranks.scorer(
                ranks,
                examples,
                (block, c) -> IntStream.range(0, examples)
                        .filter(e -> block[e][c] > 0)
                        .toArray());
    }
}
