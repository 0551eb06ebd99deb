package org.clipprobe.attack.outcome;

/** What an attack did to the model's answer: exactly one of four (Goh et al., Distill 2021). */
public enum Outcome {
    /** The answer is the target, and was not before: success. */
    CHANGED_TO_TARGET,
    /** The answer was the target before anything was written. */
    TARGET_ALREADY,
    /** The answer is another than before, but not the target. */
    CHANGED_AWAY,
    /** The answer is what it was. */
    UNCHANGED
}
