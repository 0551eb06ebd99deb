package org.clipprobe.model;

/** How a unit's values over positions become one. */
public enum Pooling {
    /** The largest value over all positions. */
    MAX,
    /** The mean over all positions. */
    MEAN,
    /** The value at the token that the tower reads out: CLS in a ViT, the first end-of-text token in a text tower. */
    TOKEN,
    /** No pooling: every position's value. */
    NONE
}
