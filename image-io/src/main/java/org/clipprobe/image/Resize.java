package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;

/** Resampling that equals Pillow's {@code Image.resize} bit for bit (8-bit fixed point, two passes). */
public final class Resize {
    private Resize() {}

    /**
     * Resamples the whole picture to {@code width × height}.
     *
     * @param picture 8-bit, any number of bands; a sub-image will do
     * @return a new picture with the same bands
     * @throws IllegalArgumentException when a side is shorter than one pixel
     */
    public static InterleavedU8 resize(InterleavedU8 picture, int width, int height, Resampling filter) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("expected a size of at least 1 × 1, found " + width + " × " + height);
        }
        return Resampler.resample(picture, new Window(width, height, 0, 0, width, height), filter);
    }
}
