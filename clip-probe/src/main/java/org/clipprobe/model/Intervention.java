package org.clipprobe.model;

import java.util.List;

/** A change at a hook point, made while the tower runs. */
public sealed interface Intervention {
    /** The hook point's name. */
    String hook();

    /** Which positions are changed. */
    enum Positions {
        /** Every position. */
        ALL,
        /** The token that the tower reads out. */
        TOKEN
    }

    /** The units become {@code value}; 0 ablates them. */
    record Set(String hook, List<Integer> units, float value, Positions positions) implements Intervention {}

    /** The units are multiplied by {@code factor}; 0 ablates them. */
    record Scale(String hook, List<Integer> units, float factor, Positions positions) implements Intervention {}

    /** The direction, one number per unit of the hook point, is added. */
    record Add(String hook, List<Float> direction, Positions positions) implements Intervention {}
}
