package org.clipprobe.model;

/**
 * One scalar channel at a hook point, written {@code vision.3.mlp:117}.
 *
 * @param hook the hook point's name
 * @param index from 0
 */
public record Unit(String hook, int index) implements Comparable<Unit> {
    @Override
    public String toString() {
        return hook + ":" + index;
    }

    @Override
    public int compareTo(Unit other) {
        int byHook = hook.compareTo(other.hook);
        return byHook != 0 ? byHook : Integer.compare(index, other.index);
    }
}
