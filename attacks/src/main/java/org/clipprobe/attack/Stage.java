package org.clipprobe.attack;

/** At which size of the picture an attack is applied; both matter, and results say which. */
public enum Stage {
    /** After resize and crop, on the pixels that the model sees: what the text is like does not depend on the picture. */
    MODEL_INPUT,
    /** On the picture as it is on disk, before resize and crop: what somebody can do who only has the picture. */
    PICTURE
}
