package org.clipprobe.activation;

import org.clipprobe.model.Capture;

/** Activations held in memory. */
record MemoryActivations(Capture capture, int examples, float[] values) implements Activations {
    MemoryActivations {
        long expected = (long) examples * capture.at().units();
        if (values.length != expected) {
            throw new IllegalArgumentException(capture.at().name() + ": expected " + examples + " × "
                    + capture.at().units() + " = " + expected + " values, found " + values.length);
        }
    }

    @Override
    public int units() {
        return capture.at().units();
    }

    @Override
    public void columns(int from, int to, float[] target) {
        int units = units();
        for (int example = 0; example < examples; example++) {
            int row = example * units;
            for (int unit = from; unit < to; unit++) {
                target[(unit - from) * examples + example] = values[row + unit];
            }
        }
    }
}
