package org.clipprobe.report.page;

import boofcv.struct.image.InterleavedU8;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.clipprobe.activation.Example;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Resampling;
import org.clipprobe.image.Resize;
import org.clipprobe.image.text.TextPainter;

/** Makes thumbnails of examples. */
final class SmallPictures {
    private static final int EDGE = 96;

    /** Drawings stay crisp as PNG; photographs, which take more than this as PNG, become JPEG. */
    private static final int LARGEST_PNG = 6000;

    private static final float QUALITY = 0.85f;

    private final TextPainter painter = new TextPainter();

    byte[] of(Example example) throws IOException {
        return encoded(read(example.pixels()), EDGE);
    }

    static byte[] encoded(InterleavedU8 picture, int edge) throws IOException {
        InterleavedU8 small = shrink(picture, edge);
        byte[] png = Pictures.png(small);
        return png.length <= LARGEST_PNG ? png : jpeg(small);
    }

    private InterleavedU8 read(Example.Pixels pixels) throws IOException {
        if (pixels instanceof Example.PictureFile file) {
            return Pictures.read(file.path());
        }
        if (pixels instanceof Example.DrawnWord word) {
            return word.rendering().paint(painter);
        }
        throw new IllegalArgumentException("expected a picture file or a drawn word, found " + pixels);
    }

    private static InterleavedU8 shrink(InterleavedU8 picture, int edge) {
        int longer = Math.max(picture.width, picture.height);
        if (longer <= edge) {
            return picture;
        }
        int width = Math.max(1, (int) ((long) picture.width * edge / longer));
        int height = Math.max(1, (int) ((long) picture.height * edge / longer));
        return Resize.resize(picture, width, height, Resampling.BICUBIC);
    }

    private static byte[] jpeg(InterleavedU8 picture) throws IOException {
        BufferedImage image = new BufferedImage(picture.width, picture.height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int y = 0; y < picture.height; y++) {
            for (int x = 0; x < picture.width; x++) {
                int from = picture.startIndex + y * picture.stride + x * 3;
                int to = (y * picture.width + x) * 3;
                target[to] = picture.data[from + 2];
                target[to + 1] = picture.data[from + 1];
                target[to + 2] = picture.data[from];
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
