package org.clipprobe.image.internal;

/** Where the colours lie in a bitmap's pixel. */
record BmpMasks(int redMask, int greenMask, int blueMask) {

    /** The layout of a bitmap without masks of its own. */
    static BmpMasks usual(int bits) {
        return bits == 16 ? new BmpMasks(0x7c00, 0x3e0, 0x1f) : new BmpMasks(0xff0000, 0xff00, 0xff);
    }

    /** Reads the masks behind, or in, the header. */
    static BmpMasks read(byte[] file, int headerSize, int bits) throws BrokenPicture {
        int at = 14 + 40;
        if (file.length < at + 12) {
            throw BrokenPicture.truncated();
        }
        BmpMasks masks = new BmpMasks(
                Bytes.littleInt32(file, at), Bytes.littleInt32(file, at + 4), Bytes.littleInt32(file, at + 8));
        boolean none = masks.redMask == 0 && masks.greenMask == 0 && masks.blueMask == 0;
        if (bits == 32 && headerSize >= 56 && none) {
            return usual(bits);
        }
        boolean known = bits == 16 ? masks.isSixteen() : bits > 16 && masks.hasWholeBytes(bits);
        if (!known) {
            throw new BrokenPicture("has a bitmap layout that is not supported: masks "
                    + Integer.toHexString(masks.redMask) + ", " + Integer.toHexString(masks.greenMask) + ", "
                    + Integer.toHexString(masks.blueMask) + " with " + bits + " bits");
        }
        return masks;
    }

    private boolean isSixteen() {
        return blueMask == 0x1f && ((redMask == 0xf800 && greenMask == 0x7e0) || equals(usual(16)));
    }

    private boolean hasWholeBytes(int bits) {
        return bits == 24 ? equals(usual(bits)) : isByte(redMask) && isByte(greenMask) && isByte(blueMask);
    }

    private static boolean isByte(int mask) {
        return mask == 0xff || mask == 0xff00 || mask == 0xff0000 || mask == 0xff000000;
    }

    byte red(int pixel) {
        return scaled(pixel, redMask);
    }

    byte green(int pixel) {
        return scaled(pixel, greenMask);
    }

    byte blue(int pixel) {
        return scaled(pixel, blueMask);
    }

    private static byte scaled(int pixel, int mask) {
        int shift = Integer.numberOfTrailingZeros(mask);
        return (byte) (((pixel & mask) >>> shift) * 255 / (mask >>> shift));
    }
}
