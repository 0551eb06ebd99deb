package org.clipprobe.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One scalar channel at a hook point, written {@code vision.3.mlp:117}.
 *
 * @param hook the hook point's name
 * @param index from 0
 */
public record Unit(String hook, int index) implements Comparable<Unit> {
    /**
     * The unit that a text names.
     *
     * @throws IllegalArgumentException when it names none
     */
    @JsonCreator
    public static Unit parse(String text) {
        int colon = text.lastIndexOf(':');
        String digits = text.substring(colon + 1);
        if (colon < 1 || !digits.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("expected a unit such as vision.3.mlp:117, found '" + text + "'");
        }
        return new Unit(text.substring(0, colon), Integer.parseInt(digits));
    }

    @Override
    @JsonValue
    public String toString() {
        return hook + ":" + index;
    }

    @Override
    public int compareTo(Unit other) {
        int byHook = hook.compareTo(other.hook);
        return byHook != 0 ? byHook : Integer.compare(index, other.index);
    }
}
