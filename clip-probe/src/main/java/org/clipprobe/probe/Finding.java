package org.clipprobe.probe;

import java.util.List;
import java.util.Optional;
import org.clipprobe.model.Unit;

/**
 * A pair of a unit and a concept, and how the unit responds to the concept in every facet.
 *
 * @param unit the unit
 * @param concept the concept's name
 * @param responses one for each facet, in the facets' order
 * @param score smallest area under the ROC curve over the facets
 * @param p intersection–union p: the largest of the facets' p
 * @param q Benjamini–Hochberg q over all pairs tested; above {@link MultimodalOptions#fdr} an upper bound
 * @param adaptiveQ AdaFilter–BH q over all pairs tested (Wang et al. 2022); likewise
 * @param permutationQ empirical false discovery rate at this score, which decides: expected number of pairs with as
 *     good a score once words are permuted over the number of pairs that have it, at the same hook point
 * @param spelling what near spellings do, where the probing set has any for the concept
 * @param confirmation the pair on two halves of the probing set
 */
public record Finding(
        Unit unit,
        String concept,
        List<FacetResponse> responses,
        double score,
        double p,
        double q,
        double adaptiveQ,
        double permutationQ,
        Optional<SpellingControl> spelling,
        Confirmation confirmation) {
    public Finding {
        responses = List.copyOf(responses);
    }

    /** Whether the unit reads letters rather than meanings: then it is listed, but not counted as multimodal. */
    public boolean readsLetters() {
        return spelling.map(SpellingControl::readsLetters).orElse(false);
    }
}
