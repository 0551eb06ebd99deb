package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;

/** Resampling that equals Pillow's {@code Image.resize} bit for bit (8-bit fixed point, two passes). */
public final class Resize {
    private Resize() {}

    /** Resamples the whole picture to {@code width × height}. */
    public static InterleavedU8 resize(InterleavedU8 picture, int width, int height, Resampling filter) {
        throw new UnsupportedOperationException();
    }
}
