package org.clipprobe.image.internal;

import boofcv.struct.image.InterleavedU8;

/** Turns and mirrors a picture as its EXIF orientation asks. */
public final class Upright {
    private Upright() {}

    /** The picture as it is to be seen; the same object where nothing is to be done. */
    public static InterleavedU8 turn(Decoded decoded) {
        InterleavedU8 in = decoded.picture();
        int orientation = decoded.orientation();
        if (orientation < 2 || orientation > 8) {
            return in;
        }
        boolean transposed = orientation >= 5;
        boolean mirrored = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean flipped = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        InterleavedU8 out = transposed
                ? new InterleavedU8(in.height, in.width, in.numBands)
                : new InterleavedU8(in.width, in.height, in.numBands);
        int stepX = transposed ? in.stride : in.numBands;
        int stepY = transposed ? in.numBands : in.stride;
        // In a transposed picture the row runs down the source, so that the two directions change places.
        boolean backX = transposed ? flipped : mirrored;
        boolean backY = transposed ? mirrored : flipped;
        int start = in.startIndex + (backX ? stepX * (out.width - 1) : 0) + (backY ? stepY * (out.height - 1) : 0);
        copy(in, start, backX ? -stepX : stepX, backY ? -stepY : stepY, out);
        return out;
    }

    private static void copy(InterleavedU8 in, int start, int stepX, int stepY, InterleavedU8 out) {
        int target = 0;
        for (int y = 0; y < out.height; y++) {
            int source = start + y * stepY;
            for (int x = 0; x < out.width; x++, source += stepX) {
                for (int band = 0; band < out.numBands; band++) {
                    out.data[target++] = in.data[source + band];
                }
            }
        }
    }
}
