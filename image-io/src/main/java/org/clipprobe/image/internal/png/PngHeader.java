package org.clipprobe.image.internal.png;

import org.clipprobe.image.internal.BrokenPicture;
import org.clipprobe.image.internal.Bytes;
import org.clipprobe.image.internal.PixelLimit;

/**
 * A PNG file's IHDR chunk.
 *
 * @param bits bits per sample
 * @param colour colour type: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA
 */
record PngHeader(int width, int height, int bits, int colour, boolean interlaced) {

    static PngHeader read(byte[] chunk) throws BrokenPicture {
        if (chunk.length < 13) {
            throw new BrokenPicture("has a PNG header that is too short");
        }
        PixelLimit.check(Bytes.int32(chunk, 0) & 0xffffffffL, Bytes.int32(chunk, 4) & 0xffffffffL);
        int bits = chunk[8];
        int colour = chunk[9];
        boolean known = switch (colour) {
            case 0 -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
            case 3 -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
            case 2, 4, 6 -> bits == 8 || bits == 16;
            default -> false;
        };
        if (!known || chunk[11] != 0) {
            throw new BrokenPicture("expected a PNG colour type and depth, found " + colour + " and " + bits);
        }
        return new PngHeader(Bytes.int32(chunk, 0), Bytes.int32(chunk, 4), bits, colour, chunk[12] != 0);
    }

    int samples() {
        return switch (colour) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    /** Bytes of a row of {@code pixels} without its filter byte. */
    int rowBytes(int pixels) {
        return (int) (((long) pixels * samples() * bits + 7) / 8);
    }

    long inflatedSize() {
        return (long) rowBytes(width) * height;
    }
}
