package org.clipprobe.model.internal.build;

import java.util.List;

/**
 * A tower in two parts: what lies before the first place that is changed, and the rest.
 *
 * @param before gives {@code held}, all computed from the tower's own inputs
 * @param held outputs of {@code before} and inputs of {@code after}, under one name
 * @param after also takes, for every place, factors and offsets
 * @param places where something can be changed per row, in the order that they were asked for
 */
public record SplitGraph(BuiltGraph before, List<String> held, BuiltGraph after, List<Place> places) {
    public SplitGraph {
        held = List.copyOf(held);
        places = List.copyOf(places);
    }

    /**
     * The two inputs of a place.
     *
     * @param factors name of the input that units are multiplied by, {@code [rows or 1, units]}
     * @param offsets name of the input that is then added, {@code [rows or 1, units]}
     */
    public record Place(String factors, String offsets) {}
}
