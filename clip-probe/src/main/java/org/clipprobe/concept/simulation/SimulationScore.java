package org.clipprobe.concept.simulation;

import java.util.List;
import org.clipprobe.model.Unit;

/**
 * How well a unit's activations on held-out sources follow from its name alone.
 *
 * @param unit the unit
 * @param name its name, found on the other sources
 * @param score Pearson correlation of predicted and real activations on held-out sources; 0 when either is constant
 * @param random the same by the best of as many random directions as there are concepts, chosen in the same way; mean
 *     over several sets of them
 * @param fitButSilent examples among the other sources that fit the name but do not drive the unit, the clearest first
 * @param fireButUnfit examples among the other sources that drive the unit but do not fit the name, the clearest first
 * @param revised the name after both were looked at; the same name when none that was tried predicts the others better
 * @param revisedScore its score on the held-out sources
 * @param revisedRandom the same by random directions, revised in the same way
 */
public record SimulationScore(
        Unit unit,
        Explanation name,
        double score,
        double random,
        List<Integer> fitButSilent,
        List<Integer> fireButUnfit,
        Explanation revised,
        double revisedScore,
        double revisedRandom) {
    public SimulationScore {
        fitButSilent = List.copyOf(fitButSilent);
        fireButUnfit = List.copyOf(fireButUnfit);
    }

    /** What the name predicts beyond random directions. */
    public double excess() {
        return score - random;
    }

    /** What the revised name predicts beyond random directions that were revised as well. */
    public double revisedExcess() {
        return revisedScore - revisedRandom;
    }
}
