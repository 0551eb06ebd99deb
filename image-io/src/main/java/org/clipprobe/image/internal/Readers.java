package org.clipprobe.image.internal;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** ImageIO's readers, for the formats that we leave to others. */
final class Readers {
    private Readers() {}

    static ImageReader of(String format) throws BrokenPicture {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new BrokenPicture("is a " + format + " picture, for which ImageIO has no reader here");
        }
        return readers.next();
    }
}
