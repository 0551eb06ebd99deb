package org.clipprobe.image.internal.png;

import boofcv.struct.image.InterleavedU8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.clipprobe.image.internal.BrokenPicture;
import org.clipprobe.image.internal.Bytes;
import org.clipprobe.image.internal.Decoded;
import org.clipprobe.image.internal.Exif;
import org.clipprobe.image.internal.Palette;

/**
 * Reads PNG files of every colour type, depth and interlace (ISO/IEC 15948) as Pillow converts them: alpha dropped, the
 * high byte of 16-bit colour kept, 16-bit grey cut off at 255, neither gamma nor profiles applied.
 */
public final class PngDecoder {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final String RAW_EXIF = "Raw profile type exif";
    private static final String XMP = "XML:com.adobe.xmp";

    /** Deflate makes at most 1032 bytes of one. */
    private static final long MOST_INFLATED = 1032;

    /** More than any EXIF or XMP packet; what is longer is no orientation. */
    private static final int MOST_METADATA = 1 << 20;

    private final byte[] file;
    private final byte[] palette = Palette.black();
    private PngHeader header;
    private byte[] exif = {};
    private byte[] rawExif = {};
    private byte[] xmp = {};

    private PngDecoder(byte[] file) {
        this.file = file;
    }

    /** Whether a file begins as PNG files do. */
    public static boolean accepts(byte[] file) {
        return file.length >= SIGNATURE.length && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, 8);
    }

    public static Decoded decode(byte[] file) throws BrokenPicture {
        return new PngDecoder(file).decode();
    }

    private Decoded decode() throws BrokenPicture {
        int at = SIGNATURE.length;
        while (!isChunk(at, "IDAT")) {
            at = chunkBeforeData(at);
        }
        if (header == null) {
            throw new BrokenPicture("is a PNG file without a header");
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        while (isChunk(at, "IDAT")) {
            int length = Math.min(length(at), file.length - at - 8);
            data.write(file, at + 8, length);
            at = Math.min(file.length, at + 12 + length);
        }
        InterleavedU8 picture = pixels(data.toByteArray());
        metadataAfterData(at);
        return new Decoded(picture, Exif.orientation(exif.length == 0 ? rawExif : exif, xmp));
    }

    private boolean isChunk(int at, String name) {
        return at + 8 <= file.length && name.equals(name(at)) && length(at) >= 0;
    }

    private String name(int at) {
        return new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private int length(int at) {
        return Bytes.int32(file, at);
    }

    /** Handles one chunk whose checksum must be right, and gives the next one's place. */
    private int chunkBeforeData(int at) throws BrokenPicture {
        if (at + 12 > file.length || length(at) < 0 || length(at) > file.length - at - 12) {
            throw BrokenPicture.truncated();
        }
        int end = at + 8 + length(at);
        CRC32 crc = new CRC32();
        crc.update(file, at + 4, end - at - 4);
        if ((int) crc.getValue() != Bytes.int32(file, end)) {
            throw new BrokenPicture("is damaged: the checksum of PNG chunk " + printable(name(at)) + " is wrong");
        }
        String name = name(at);
        switch (name) {
            case "IHDR" -> header = PngHeader.read(Arrays.copyOfRange(file, at + 8, end));
            case "PLTE" -> System.arraycopy(file, at + 8, palette, 0, Math.min(end - at - 8, palette.length));
            case "IEND" -> throw new BrokenPicture("is a PNG file without a picture");
            default -> metadata(name, at + 8, end);
        }
        return end + 4;
    }

    private static String printable(String name) {
        return name.chars().allMatch(Character::isLetterOrDigit) ? name : "?";
    }

    private void metadataAfterData(int start) throws BrokenPicture {
        int at = start;
        while (at + 8 <= file.length && !isChunk(at, "IEND") && length(at) >= 0) {
            if (length(at) > file.length - at - 8) {
                throw BrokenPicture.truncated();
            }
            metadata(name(at), at + 8, at + 8 + length(at));
            at = Math.min(file.length, at + 12 + length(at));
        }
    }

    private void metadata(String name, int start, int end) {
        if (end - start > MOST_METADATA) {
            return;
        }
        switch (name) {
            case "eXIf" -> exif = Arrays.copyOfRange(file, start, end);
            case "tEXt", "zTXt", "iTXt" -> text(name, start, end);
            default -> {}
        }
    }

    private void text(String chunk, int start, int end) {
        int keyEnd = zero(start, end);
        String key = new String(file, start, keyEnd - start, StandardCharsets.ISO_8859_1);
        if (key.equals(RAW_EXIF) && chunk.equals("tEXt")) {
            rawExif = unhex(Arrays.copyOfRange(file, Math.min(end, keyEnd + 1), end));
        } else if (key.equals(RAW_EXIF) && chunk.equals("zTXt")) {
            rawExif = unhex(inflate(Math.min(end, keyEnd + 2), end));
        } else if (key.equals(XMP) && chunk.equals("iTXt")) {
            boolean compressed = keyEnd + 1 < end && file[keyEnd + 1] != 0;
            int language = zero(Math.min(end, keyEnd + 3), end);
            int translated = Math.min(end, zero(Math.min(end, language + 1), end) + 1);
            xmp = compressed ? inflate(translated, end) : Arrays.copyOfRange(file, translated, end);
        }
    }

    private int zero(int from, int end) {
        int at = from;
        while (at < end && file[at] != 0) {
            at++;
        }
        return at;
    }

    private byte[] inflate(int start, int end) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(file, start, end - start);
            byte[] text = new byte[MOST_METADATA];
            return Arrays.copyOf(text, inflater.inflate(text));
        } catch (DataFormatException e) {
            return new byte[0]; // broken metadata does not spoil the picture
        } finally {
            inflater.end();
        }
    }

    /** ImageMagick's form: three lines of name and length, then hexadecimal lines. */
    private static byte[] unhex(byte[] text) {
        String[] lines = new String(text, StandardCharsets.ISO_8859_1).split("\n", -1);
        String digits = String.join("", Arrays.asList(lines).subList(Math.min(3, lines.length), lines.length));
        try {
            return HexFormat.of().parseHex(digits.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private InterleavedU8 pixels(byte[] data) throws BrokenPicture {
        if (header.inflatedSize() > MOST_INFLATED * (data.length + 1L)) {
            throw BrokenPicture.truncated();
        }
        PngRows rows = new PngRows(data, header);
        InterleavedU8 picture = new InterleavedU8(header.width(), header.height(), 3);
        Inflater inflater = new Inflater();
        try {
            rows.read(inflater, new PngExpander(header, palette, picture));
        } finally {
            inflater.end();
        }
        return picture;
    }
}
