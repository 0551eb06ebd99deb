package org.clipprobe.image.internal;

import boofcv.struct.image.InterleavedU8;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clipprobe.image.internal.jpeg.JpegDecoder;

/** Tells a file's format by its first bytes. */
public final class Formats {
    private static final int SHOWN = 8;

    private Formats() {}

    /** The picture as it is to be seen, RGB. */
    public static InterleavedU8 decode(byte[] file) throws BrokenPicture {
        return Upright.turn(stored(file));
    }

    private static Decoded stored(byte[] file) throws BrokenPicture {
        if (JpegDecoder.accepts(file)) {
            return JpegDecoder.decode(file);
        }
        if (PngDecoder.accepts(file)) {
            return PngDecoder.decode(file);
        }
        if (WebpDecoder.accepts(file)) {
            return WebpDecoder.decode(file);
        }
        if (GifDecoder.accepts(file)) {
            return GifDecoder.decode(file);
        }
        if (TiffDecoder.accepts(file)) {
            return TiffDecoder.decode(file);
        }
        if (BmpDecoder.accepts(file)) {
            return BmpDecoder.decode(file);
        }
        throw new BrokenPicture("expected a JPEG, PNG, WebP, GIF, BMP or TIFF picture, found "
                + (file.length == 0 ? "an empty file" : "a file that begins with the bytes " + start(file)));
    }

    private static String start(byte[] file) {
        return IntStream.range(0, Math.min(SHOWN, file.length))
                .mapToObj(i -> String.format("%02x", file[i]))
                .collect(Collectors.joining(" "));
    }
}
