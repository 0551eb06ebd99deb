package org.clipprobe.image.internal;

import boofcv.struct.image.InterleavedU8;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clipprobe.image.internal.jpeg.JpegDecoder;
import org.clipprobe.image.internal.png.PngDecoder;

/** Tells a file's format by its first bytes. */
public final class Formats {
    private static final int SHOWN = 8;
    private static final int LOOKED_AT = 128;
    private static final String AVIF = "AVIF";
    private static final String HEIC = "HEIC";

    /** Brands of ISO/IEC 23008-12 and of AVIF. */
    private static final Map<String, String> BRANDS = Map.ofEntries(
            Map.entry("avif", AVIF),
            Map.entry("avis", AVIF),
            Map.entry("heic", HEIC),
            Map.entry("heix", HEIC),
            Map.entry("heim", HEIC),
            Map.entry("heis", HEIC),
            Map.entry("hevc", HEIC),
            Map.entry("hevx", HEIC),
            Map.entry("hevm", HEIC),
            Map.entry("hevs", HEIC),
            Map.entry("crx ", "Canon raw (CR3)"));

    /** Formats by their first bytes. */
    private static final Map<String, String> OTHERS = Map.of(
            "\0\0\0\fjP  \r\n\u0087\n", "JPEG 2000",
            "\u00ffO\u00ffQ", "JPEG 2000",
            "\0\0\0\fJXL \r\n\u0087\n", "JPEG XL",
            "\u00ff\n", "JPEG XL",
            "8BPS", "Photoshop (PSD)",
            "%PDF", "PDF",
            "<svg", "SVG",
            "\0\0\1\0", "an icon (ICO)");

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
        Optional<String> other = unread(file);
        if (other.isPresent()) {
            throw new BrokenPicture("expected a JPEG, PNG, WebP, GIF, BMP or TIFF picture, found " + other.get()
                    + ", whatever its name ends in; convert it to one of these");
        }
        throw new BrokenPicture("expected a JPEG, PNG, WebP, GIF, BMP or TIFF picture, found "
                + (file.length == 0 ? "an empty file" : "a file that begins with the bytes " + start(file)));
    }

    /** The name of a picture format that is known but not read. */
    private static Optional<String> unread(byte[] file) {
        String text = new String(file, 0, Math.min(LOOKED_AT, file.length), StandardCharsets.ISO_8859_1);
        if (text.startsWith("ftyp", 4)) {
            return brand(text);
        }
        return OTHERS.entrySet().stream()
                .filter(format -> text.startsWith(format.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** By the brands in the file's first box: the major one, then, in boxes of unspecific ones, those it is like. */
    private static Optional<String> brand(String text) {
        int box = text.charAt(0) << 24 | text.charAt(1) << 16 | text.charAt(2) << 8 | text.charAt(3);
        int end = Math.min(Math.max(box, 0), text.length());
        for (int at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) {
            String known = BRANDS.get(text.substring(at, at + 4));
            if (known != null) {
                return Optional.of(known);
            }
        }
        return Optional.of(text.contains("mif1") ? "HEIF" : "an MP4 or QuickTime file");
    }

    private static String start(byte[] file) {
        return IntStream.range(0, Math.min(SHOWN, file.length))
                .mapToObj(i -> String.format("%02x", file[i]))
                .collect(Collectors.joining(" "));
    }
}
