package org.clipprobe.image.internal;

/** Pillow's guard against decompression bombs: checked before anything as large as the picture is allocated. */
public final class PixelLimit {
    /** Pillow refuses pictures of more than twice its warning level of 89,478,485 pixels. */
    private static final long MOST = 2 * 89_478_485L;

    private PixelLimit() {}

    /**
     * Checks a picture's size.
     *
     * @throws BrokenPicture when a side is shorter than one pixel or the area larger than allowed
     */
    public static void check(long width, long height) throws BrokenPicture {
        if (width < 1 || height < 1) {
            throw new BrokenPicture("expected at least 1 × 1 pixels, found " + width + " × " + height);
        }
        if (width > MOST || height > MOST || width * height > MOST) {
            throw new BrokenPicture(
                    "expected at most " + MOST + " pixels, found " + width + " × " + height + "; scale it down first");
        }
    }
}
