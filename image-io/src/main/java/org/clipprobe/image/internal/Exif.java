package org.clipprobe.image.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the orientation where Pillow looks for it: in the EXIF tags and, failing that, in XMP. */
public final class Exif {
    /** The orientation of a picture that is stored upright. */
    public static final int UPRIGHT = 1;

    private static final int ORIENTATION = 0x0112;
    private static final Pattern XMP_ORIENTATION = Pattern.compile("tiff:Orientation(=\"|>)([0-9])");
    private static final int MARK_LENGTH = 6;

    private Exif() {}

    /**
     * The orientation, {@link #UPRIGHT} where none is given.
     *
     * @param exif a TIFF header with its first directory, with or without {@code Exif\0\0} before it; may be empty
     * @param xmp an XMP packet; may be empty
     */
    public static int orientation(byte[] exif, byte[] xmp) {
        OptionalInt tag = tag(exif);
        if (tag.isPresent()) {
            return tag.getAsInt();
        }
        Matcher matcher = XMP_ORIENTATION.matcher(new String(xmp, StandardCharsets.ISO_8859_1));
        return matcher.find() ? matcher.group(2).charAt(0) - '0' : UPRIGHT;
    }

    private static OptionalInt tag(byte[] exif) {
        int start = startsWithMark(exif) ? MARK_LENGTH : 0;
        ByteBuffer buffer = ByteBuffer.wrap(exif, start, exif.length - start).slice();
        try {
            return tag(buffer);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return OptionalInt.empty(); // broken metadata does not spoil the picture
        }
    }

    private static OptionalInt tag(ByteBuffer tiff) {
        int order = tiff.getShort(0);
        if (order != 0x4949 && order != 0x4d4d) {
            return OptionalInt.empty();
        }
        tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        tiff.position(tiff.getInt(4));
        int entries = tiff.getShort() & 0xffff;
        for (int i = 0; i < entries; i++) {
            int tag = tiff.getShort() & 0xffff;
            int type = tiff.getShort();
            int count = tiff.getInt();
            int at = tiff.position();
            tiff.getInt();
            if (tag == ORIENTATION && count == 1) {
                return value(tiff, type, at);
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt value(ByteBuffer tiff, int type, int at) {
        return switch (type) {
            case 1, 6 -> OptionalInt.of(tiff.get(at) & 0xff);
            case 3, 8 -> OptionalInt.of(tiff.getShort(at) & 0xffff);
            case 4, 9 -> OptionalInt.of(tiff.getInt(at));
            default -> OptionalInt.empty();
        };
    }

    private static boolean startsWithMark(byte[] exif) {
        return exif.length >= MARK_LENGTH
                && new String(exif, 0, MARK_LENGTH, StandardCharsets.ISO_8859_1).equals("Exif\0\0");
    }
}
