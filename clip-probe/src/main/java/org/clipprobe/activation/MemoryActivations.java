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
        Transposition.columns(values, examples, units(), from, to, 0, examples, target);
    }
}
