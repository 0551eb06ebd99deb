package org.clipprobe.image;

/** Pillow's antialiasing filters. */
public enum Resampling {
    NEAREST,
    BOX,
    BILINEAR,
    HAMMING,
    BICUBIC,
    LANCZOS
}
