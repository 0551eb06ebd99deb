package org.clipprobe.concept.naming;

import java.util.List;
import org.clipprobe.model.Capture;

/**
 * The names of a layer's units.
 *
 * @param capture the hook point and pooling that the names are for
 * @param units every unit, in order
 * @param chanceAuc what the best name's AUC of shuffled units stays below in all but a share
 *     {@link NamingOptions#level} of them
 */
public record NamedLayer(Capture capture, List<NamedUnit> units, double chanceAuc) {
    public NamedLayer {
        units = List.copyOf(units);
    }

    /** Number of units with a good name. */
    public long good() {
        return units.stream().filter(NamedUnit::good).count();
    }
}
