package org.clipprobe.look;

import java.util.List;
import org.clipprobe.model.Unit;

/**
 * What is looked at besides prompts.
 *
 * @param units units and heads ({@code vision.3.head:2}) of the vision tower whose maps are wanted
 * @param batch pictures in a run of the tower
 */
public record LookOptions(List<Unit> units, int batch) {
    public LookOptions {
        units = List.copyOf(units);
        if (batch < 1) {
            throw new IllegalArgumentException("expected at least 1 picture in a run, found " + batch);
        }
    }

    /** No units, 16 pictures in a run. */
    public static LookOptions defaults() {
        return new LookOptions(List.of(), 16);
    }

    /** The same with these units. */
    public LookOptions units(Unit... wanted) {
        return new LookOptions(List.of(wanted), batch);
    }
}
