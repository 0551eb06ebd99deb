package org.clipprobe.image.internal;

import boofcv.struct.image.InterleavedU8;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads WebP files through libwebp, which Pillow uses too; of an animation the first frame on its canvas. */
public final class WebpDecoder {
    private WebpDecoder() {}

    /** Whether a file begins as WebP files do. */
    public static boolean accepts(byte[] file) {
        return WebpContainer.accepts(file);
    }

    public static Decoded decode(byte[] file) throws BrokenPicture {
        WebpContainer container = WebpContainer.read(file);
        PixelLimit.check(container.width(), container.height());
        InterleavedU8 frame = rgb(pixels(container.still()));
        if (frame.width == container.width() && frame.height == container.height()) {
            return new Decoded(frame, container.orientation());
        }
        int right = container.frameX() + frame.width;
        int bottom = container.frameY() + frame.height;
        if (right > container.width() || bottom > container.height()) {
            throw new BrokenPicture("is damaged: a WebP frame lies outside its canvas");
        }
        InterleavedU8 canvas = new InterleavedU8(container.width(), container.height(), 3);
        canvas.subimage(container.frameX(), container.frameY(), right, bottom).setTo(frame);
        return new Decoded(canvas, container.orientation());
    }

    private static BufferedImage pixels(byte[] still) throws BrokenPicture {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(still))) {
            ImageReader reader = Readers.of("webp");
            reader.setInput(in, true, true);
            try {
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (BrokenPicture e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new BrokenPicture("is damaged: libwebp cannot read it", e);
        } catch (LinkageError e) {
            throw new BrokenPicture(
                    "is a WebP picture, but libwebp cannot be loaded: there is none for this platform, or the folder that it"
                            + " is unpacked into is mounted noexec ("
                            + System.getProperty("com.luciad.imageio.webp.tmpdir", System.getProperty("java.io.tmpdir"))
                            + "); save it as PNG, or name another folder in Java's option -Djava.io.tmpdir",
                    e);
        }
    }

    private static InterleavedU8 rgb(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        InterleavedU8 picture = new InterleavedU8(image.getWidth(), image.getHeight(), 3);
        for (int i = 0, out = 0; out < picture.data.length; i++, out += 3) {
            picture.data[out] = (byte) (pixels[i] >> 16);
            picture.data[out + 1] = (byte) (pixels[i] >> 8);
            picture.data[out + 2] = (byte) pixels[i];
        }
        return picture;
    }
}
