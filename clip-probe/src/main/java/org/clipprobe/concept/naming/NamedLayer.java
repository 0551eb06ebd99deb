package org.clipprobe.concept.naming;

import java.util.List;
import org.clipprobe.model.Capture;

/**
 * The names of a layer's units.
 *
 * @param capture the hook point and pooling that the names are for
 * @param units every unit, in order
 */
public record NamedLayer(Capture capture, List<NamedUnit> units) {
    public NamedLayer {
        units = List.copyOf(units);
    }

    /** Number of units with a good name. */
    public long good() {
        return units.stream().filter(NamedUnit::good).count();
    }
}
