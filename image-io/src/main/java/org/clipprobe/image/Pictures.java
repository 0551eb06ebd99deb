package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.clipprobe.image.internal.BrokenPicture;
import org.clipprobe.image.internal.Formats;
import org.clipprobe.image.internal.png.PngEncoder;

/** Reads and writes pictures as 8-bit RGB, {@code [height, width, 3]} interleaved. */
public final class Pictures {
    private Pictures() {}

    /**
     * Reads a picture file, whatever its name ends in: the format is identified by its first bytes.
     *
     * @param file a JPEG, PNG, WebP, GIF (first frame), BMP or TIFF file
     * @return RGB as Pillow's {@code ImageOps.exif_transpose(Image.open(file)).convert("RGB")} gives it
     * @throws PictureException when the file cannot be read, is no picture, is broken or larger than allowed
     */
    public static InterleavedU8 read(Path file) throws PictureException {
        String name = file.toString();
        byte[] encoded;
        try {
            encoded = Files.isDirectory(file) ? directory(name) : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new PictureException(name, "there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new PictureException(name, "may not be read; check its permissions", e);
        } catch (PictureException e) {
            throw e;
        } catch (IOException | OutOfMemoryError e) {
            throw new PictureException(name, "cannot be read (" + e.getMessage() + ")", e);
        }
        return decode(encoded, name);
    }

    private static byte[] directory(String name) throws PictureException {
        throw new PictureException(name, "expected a picture file, found a folder");
    }

    /**
     * Decodes a picture from memory, as {@link #read} does.
     *
     * @param encoded the whole file
     * @param name the name used in messages
     * @return RGB, upright
     * @throws PictureException when it is no picture, is broken or larger than allowed
     */
    public static InterleavedU8 decode(byte[] encoded, String name) throws PictureException {
        try {
            return Formats.decode(encoded);
        } catch (BrokenPicture e) {
            throw new PictureException(name, e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new PictureException(name, "needs more memory than there is; raise -Xmx or scale it down", e);
        } catch (RuntimeException e) {
            throw new PictureException(name, "is damaged (" + e + ")", e);
        }
    }

    /** Encodes a picture as PNG, the same bytes for the same pixels. */
    public static byte[] png(InterleavedU8 picture) {
        return PngEncoder.encode(picture);
    }
}
