package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.clipprobe.image.internal.Upright;
import org.clipprobe.image.internal.jpeg.JpegDecoder;

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
        try {
            return decode(Files.readAllBytes(file), file.toString());
        } catch (PictureException e) {
            throw e;
        } catch (IOException e) {
            throw new PictureException(file.toString(), "cannot be read", e);
        }
    }

    /**
     * Decodes a picture from memory, as {@link #read} does.
     *
     * @param encoded the whole file
     * @param name the name used in messages
     */
    public static InterleavedU8 decode(byte[] encoded, String name) throws PictureException {
        try {
            if (JpegDecoder.accepts(encoded)) {
                return Upright.turn(JpegDecoder.decode(encoded));
            }
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(encoded));
            if (image == null) {
                throw new PictureException(name, "expected a picture, found none");
            }
            InterleavedU8 picture = new InterleavedU8(image.getWidth(), image.getHeight(), 3);
            for (int y = 0; y < picture.height; y++) {
                for (int x = 0; x < picture.width; x++) {
                    picture.set24(x, y, image.getRGB(x, y) & 0xffffff);
                }
            }
            return picture;
        } catch (PictureException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new PictureException(name, "cannot be decoded", e);
        }
    }

    /** Encodes a picture as PNG, the same bytes for the same pixels. */
    public static byte[] png(InterleavedU8 picture) {
        BufferedImage image = new BufferedImage(picture.width, picture.height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.height; y++) {
            for (int x = 0; x < picture.width; x++) {
                image.setRGB(x, y, picture.get24(x, y));
            }
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
