package org.clipprobe.activation;

import org.clipprobe.model.Capture;

/** A float matrix, examples × units, at one hook point; in memory or on disk. */
public interface Activations {
    /** The hook point and pooling that the values were taken with. */
    Capture capture();

    /** Number of rows. */
    int examples();

    /** Number of columns. */
    int units();

    /**
     * Copies the columns of the units {@code from} (inclusive) to {@code to} (exclusive), unit after unit.
     *
     * @param target receives {@code [to - from, examples]} in C order
     */
    void columns(int from, int to, float[] target);

    /**
     * One unit's values, one for each example.
     *
     * @param unit from 0
     */
    default float[] column(int unit) {
        float[] values = new float[examples()];
        columns(unit, unit + 1, values);
        return values;
    }

    /** Activations held in memory; {@code values} is {@code [examples, units]} in C order and is not copied. */
    static Activations of(Capture capture, int examples, float[] values) {
        return new MemoryActivations(capture, examples, values);
    }
}
