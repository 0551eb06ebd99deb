package org.clipprobe.image.internal;

import boofcv.struct.image.InterleavedU8;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads the first picture of a TIFF file. TwelveMonkeys' reader undoes compression, strips, tiles and planes; what the
 * samples mean is decided here, as Pillow does. JPEG inside TIFF goes through our own decoder.
 */
public final class TiffDecoder {
    private static final int NEW_JPEG = 7;
    private static final int OLD_JPEG = 6;

    private TiffDecoder() {}

    /** Whether a file begins as TIFF files do. */
    public static boolean accepts(byte[] file) {
        return file.length >= 8
                && ((file[0] == 'I' && file[1] == 'I' && version(Bytes.littleInt16(file, 2)))
                        || (file[0] == 'M' && file[1] == 'M' && version(Bytes.int16(file, 2))));
    }

    private static boolean version(int number) {
        return number == TiffDirectory.CLASSIC || number == TiffDirectory.BIG;
    }

    public static Decoded decode(byte[] file) throws BrokenPicture {
        TiffDirectory tags = TiffDirectory.read(file);
        PixelLimit.check(tags.one(TiffDirectory.WIDTH, 0), tags.one(TiffDirectory.HEIGHT, 0));
        int compression = (int) tags.one(TiffDirectory.COMPRESSION, 1);
        if (compression == OLD_JPEG) {
            throw new BrokenPicture("is a TIFF file with JPEG of the old kind, which is not supported");
        }
        InterleavedU8 picture =
                compression == NEW_JPEG ? new TiffJpeg(file, tags).decode() : new TiffSamples(tags).rgb(raster(file));
        int orientation = (int) tags.one(TiffDirectory.ORIENTATION, 0);
        byte[] xmp = tags.bytes(TiffDirectory.XMP);
        return new Decoded(picture, orientation == 0 ? Exif.orientation(new byte[0], xmp) : orientation);
    }

    private static Raster raster(byte[] file) throws BrokenPicture {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            ImageReader reader = new TIFFImageReaderSpi().createReaderInstance();
            reader.setInput(in, true, true);
            try {
                return reader.readRaster(0, reader.getDefaultReadParam());
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw new BrokenPicture("is damaged: its TIFF data cannot be read", e);
        }
    }
}
