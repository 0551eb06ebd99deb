package org.clipprobe.image.internal;

/** Pillow's conversion from CMYK, which knows of no inks and no profiles. */
public final class Cmyk {
    private Cmyk() {}

    /** Red for cyan, green for magenta, blue for yellow. */
    public static byte toRgb(int ink, int black) {
        int white = 255 - black;
        int product = ink * white + 128;
        int shade = (product + (product >> 8)) >> 8;
        return (byte) (white - shade);
    }
}
