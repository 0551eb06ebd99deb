package org.clipprobe.concept.naming;

import java.util.Optional;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.model.Unit;

/**
 * A unit with its names and what they are worth.
 *
 * @param names the best names, best first; the others are its runner-ups
 * @param quality of the best name
 * @param good whether the best name is one; otherwise the unit has no good name in this concept set
 */
public record NamedUnit(UnitNames names, NameQuality quality, boolean good) {
    /** The unit. */
    public Unit unit() {
        return names.unit();
    }

    /** Index of the unit's name in the concept set; empty when it has no good one. */
    public Optional<Integer> name() {
        return good ? Optional.of(names.best().get(0).concept()) : Optional.empty();
    }
}
