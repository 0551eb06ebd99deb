package org.clipprobe.attack.run;

import org.clipprobe.attack.outcome.Trial;

/** Receives trials as they are finished. */
@FunctionalInterface
public interface TrialSink {
    /**
     * Takes one trial.
     *
     * @param before {@code [units]}, what the captured units did on the unattacked picture; empty when none is captured
     * @param after the same for the attacked picture
     */
    void accept(Trial trial, float[] before, float[] after);
}
