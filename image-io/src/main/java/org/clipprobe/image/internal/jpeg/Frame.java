package org.clipprobe.image.internal.jpeg;

/**
 * A frame header (T.81, B.2.2).
 *
 * @param mostHorizontal largest horizontal sampling factor of any component
 * @param mostVertical largest vertical sampling factor of any component
 */
record Frame(int width, int height, boolean progressive, int mostHorizontal, int mostVertical) {
    int mcusWide() {
        return Component.ceilDiv(width, 8 * mostHorizontal);
    }

    int mcusHigh() {
        return Component.ceilDiv(height, 8 * mostVertical);
    }
}
