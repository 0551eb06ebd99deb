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
 * @param score smallest effect over the facets, which decides
 * @param auc smallest area under the ROC curve over the facets
 * @param p largest of the facets' p: it counts concepts, and is never below one over their number
 * @param q the smallest false discovery rate among units at which the pair would be listed; 1 where its facets do not
 *     all reach the smallest area and effect
 * @param redraws in how many of {@link MultimodalOptions#redraws} redraws of the words the unit is found for the
 *     concept; empty where nothing was redrawn
 * @param heldOut the facets of pictures that replicate it: it is found without them, and they reach the smallest area
 * @param spelling what near spellings do, where the probing set has any for the concept
 */
public record Finding(
        Unit unit,
        String concept,
        List<FacetResponse> responses,
        double score,
        double auc,
        double p,
        double q,
        Optional<Integer> redraws,
        List<String> heldOut,
        Optional<SpellingControl> spelling) {
    public Finding {
        responses = List.copyOf(responses);
        heldOut = List.copyOf(heldOut);
    }

    /** Whether the unit reads letters rather than meanings: then it is listed, but not counted as multimodal. */
    public boolean readsLetters() {
        return spelling.map(SpellingControl::readsLetters).orElse(false);
    }

    /** Whether a facet of pictures that took no part in finding the pair replicates it. */
    public boolean confirmed() {
        return !heldOut.isEmpty();
    }
}
