package org.clipprobe.image.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A WebP file's RIFF chunks.
 *
 * @param width of the canvas
 * @param height of the canvas
 * @param frameX where the first frame lies on the canvas
 * @param frameY likewise
 * @param still a WebP file of the first frame alone
 * @param orientation EXIF orientation
 */
record WebpContainer(int width, int height, int frameX, int frameY, byte[] still, int orientation) {
    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FRAME_HEADER = 16;
    private static final int ALPHA = 0x10;

    static boolean accepts(byte[] file) {
        return file.length >= 16 && tag(file, 0).equals("RIFF") && tag(file, 8).equals("WEBP");
    }

    static WebpContainer read(byte[] file) throws BrokenPicture {
        long end = (Bytes.littleInt32(file, 4) & 0xffffffffL) + CHUNK_HEADER;
        if (end > file.length || file.length < 30) {
            throw BrokenPicture.truncated();
        }
        return switch (tag(file, RIFF_HEADER)) {
            case "VP8 " ->
                new WebpContainer(
                        Bytes.littleInt16(file, 26) & 0x3fff,
                        Bytes.littleInt16(file, 28) & 0x3fff,
                        0,
                        0,
                        file,
                        Exif.UPRIGHT);
            case "VP8L" -> {
                int bits = Bytes.littleInt32(file, 21);
                yield new WebpContainer((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, 0, 0, file, Exif.UPRIGHT);
            }
            case "VP8X" -> extended(file, (int) end);
            default -> throw new BrokenPicture("is a WebP file without a picture");
        };
    }

    private static WebpContainer extended(byte[] file, int end) throws BrokenPicture {
        int width = int24(file, 24) + 1;
        int height = int24(file, 27) + 1;
        PixelLimit.check(width, height);
        byte[] exif = {};
        byte[] xmp = {};
        byte[] still = {};
        int x = 0;
        int y = 0;
        int at = RIFF_HEADER;
        while (at + CHUNK_HEADER <= end) {
            long next = at + CHUNK_HEADER + (Bytes.littleInt32(file, at + 4) & 0xffffffffL);
            if (next > end) {
                throw BrokenPicture.truncated();
            }
            int start = at + CHUNK_HEADER;
            switch (tag(file, at)) {
                case "EXIF" -> exif = Arrays.copyOfRange(file, start, (int) next);
                case "XMP " -> xmp = Arrays.copyOfRange(file, start, (int) next);
                case "VP8 ", "VP8L" -> still = still.length == 0 ? file : still;
                case "ANMF" -> {
                    if (still.length == 0 && next - start > FRAME_HEADER) {
                        x = 2 * int24(file, start);
                        y = 2 * int24(file, start + 3);
                        still = frame(file, start, (int) next);
                    }
                }
                default -> {}
            }
            at = (int) (next + (next & 1));
        }
        if (still.length == 0) {
            throw new BrokenPicture("is a WebP file without a picture");
        }
        return new WebpContainer(width, height, x, y, still, Exif.orientation(exif, xmp));
    }

    /** Makes a file of its own of one frame of an animation. */
    private static byte[] frame(byte[] file, int start, int end) {
        int header = RIFF_HEADER + CHUNK_HEADER + 10;
        byte[] still = new byte[header + end - start - FRAME_HEADER];
        put(still, 0, "RIFF", still.length - CHUNK_HEADER);
        System.arraycopy("WEBP".getBytes(StandardCharsets.US_ASCII), 0, still, 8, 4);
        put(still, RIFF_HEADER, "VP8X", 10);
        still[RIFF_HEADER + CHUNK_HEADER] = ALPHA;
        System.arraycopy(file, start + 6, still, RIFF_HEADER + CHUNK_HEADER + 4, 6);
        System.arraycopy(file, start + FRAME_HEADER, still, header, end - start - FRAME_HEADER);
        return still;
    }

    private static void put(byte[] out, int at, String tag, int length) {
        System.arraycopy(tag.getBytes(StandardCharsets.US_ASCII), 0, out, at, 4);
        for (int i = 0; i < 4; i++) {
            out[at + 4 + i] = (byte) (length >> (8 * i));
        }
    }

    private static String tag(byte[] file, int at) {
        return new String(file, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static int int24(byte[] file, int at) {
        return Bytes.littleInt16(file, at) | (file[at + 2] & 0xff) << 16;
    }
}
