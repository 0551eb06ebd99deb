package org.clipprobe.image.internal;

/** Colours of a picture with at most 256 of them, as RGB triples. */
public final class Palette {
    private static final int COLOURS = 256;

    private Palette() {}

    /** A palette whose colours have not been given yet: all black. */
    public static byte[] black() {
        return new byte[3 * COLOURS];
    }

    /** Every colour the grey of its number, which stands for a missing palette in GIF. */
    static byte[] greyRamp() {
        byte[] ramp = black();
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i / 3);
        }
        return ramp;
    }
}
