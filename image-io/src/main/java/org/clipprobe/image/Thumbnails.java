package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;
import org.clipprobe.image.internal.JpegEncoder;

/** Small copies of pictures for reports. */
public final class Thumbnails {
    private Thumbnails() {}

    /**
     * A picture scaled down so that its longer edge has at most {@code longest} pixels; never enlarged.
     *
     * @throws IllegalArgumentException when {@code longest} is less than 1
     */
    public static InterleavedU8 shrink(InterleavedU8 picture, int longest) {
        if (longest < 1) {
            throw new IllegalArgumentException("expected a longest edge of at least 1 pixel, found " + longest);
        }
        double scale = Math.min(1, (double) longest / Math.max(picture.width, picture.height));
        int width = (int) Math.max(1, Math.rint(picture.width * scale));
        int height = (int) Math.max(1, Math.rint(picture.height * scale));
        return Resize.resize(picture, width, height, Resampling.BICUBIC);
    }

    /** The thumbnail as PNG, the same bytes for the same pixels. */
    public static byte[] png(InterleavedU8 picture, int longest) {
        return Pictures.png(shrink(picture, longest));
    }

    /** The thumbnail as JPEG, a tenth of PNG's size for photographs; the same bytes for the same pixels. */
    public static byte[] jpeg(InterleavedU8 picture, int longest) {
        return JpegEncoder.encode(shrink(picture, longest));
    }
}
