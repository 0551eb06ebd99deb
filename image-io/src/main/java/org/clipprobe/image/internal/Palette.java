package org.clipprobe.image.internal;

/** Colours of a picture with at most 256 of them, as RGB triples. */
final class Palette {
    private static final int COLOURS = 256;

    private Palette() {}

    /** What Pillow's palettes hold where a file gives no colour. */
    static byte[] greyRamp() {
        byte[] ramp = new byte[3 * COLOURS];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i / 3);
        }
        return ramp;
    }
}
