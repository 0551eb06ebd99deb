package org.clipprobe.concept.similarity;

import java.util.List;
import org.clipprobe.model.Unit;

/**
 * The best names of a unit.
 *
 * @param unit the unit
 * @param best the concepts with the highest scores, best first; of equal ones the earlier first
 */
public record UnitNames(Unit unit, List<ScoredConcept> best) {
    public UnitNames {
        best = List.copyOf(best);
    }

    /** How far the best name is ahead of the next; 0 when there is no next. */
    public double margin() {
        return best.size() < 2 ? 0 : best.get(0).score() - best.get(1).score();
    }
}
