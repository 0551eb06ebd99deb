package org.clipprobe.concept.simulation;

import java.util.List;
import org.clipprobe.model.Unit;

/**
 * How well a unit's activations on held-out examples follow from its name alone.
 *
 * @param unit the unit
 * @param name its name, found on the other examples
 * @param score Pearson correlation of predicted and real activations on held-out examples; 0 when either is constant
 * @param chance the same for another unit's name
 * @param fitButSilent examples among the others that fit the name but do not drive the unit, the clearest first
 * @param fireButUnfit examples among the others that drive the unit but do not fit the name, the clearest first
 * @param revised the name after both were looked at; the same name when none that was tried predicts the others better
 * @param revisedScore its score on the held-out examples
 */
public record SimulationScore(
        Unit unit,
        Explanation name,
        double score,
        double chance,
        List<Integer> fitButSilent,
        List<Integer> fireButUnfit,
        Explanation revised,
        double revisedScore) {
    public SimulationScore {
        fitButSilent = List.copyOf(fitButSilent);
        fireButUnfit = List.copyOf(fireButUnfit);
    }
}
