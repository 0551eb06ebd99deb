package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;
import java.nio.file.Path;

/** Reads and writes pictures as 8-bit RGB, {@code [height, width, 3]} interleaved. */
public final class Pictures {
    private Pictures() {}

    /**
     * Reads a picture file, whatever its name ends in: the format is told by its first bytes.
     *
     * @param file a JPEG, PNG, WebP, GIF (first frame), BMP or TIFF file
     * @return RGB as Pillow's {@code ImageOps.exif_transpose(Image.open(file)).convert("RGB")} gives it
     * @throws PictureException when the file cannot be read, is no picture, is broken or larger than allowed
     */
    public static InterleavedU8 read(Path file) throws PictureException {
        throw new UnsupportedOperationException();
    }

    /**
     * Decodes a picture from memory, as {@link #read} does.
     *
     * @param encoded the whole file
     * @param name the name used in messages
     */
    public static InterleavedU8 decode(byte[] encoded, String name) throws PictureException {
        throw new UnsupportedOperationException();
    }

    /** Encodes a picture as PNG, the same bytes for the same pixels. */
    public static byte[] png(InterleavedU8 picture) {
        throw new UnsupportedOperationException();
    }
}
