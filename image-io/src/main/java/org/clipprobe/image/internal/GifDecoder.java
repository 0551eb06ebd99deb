package org.clipprobe.image.internal;

import boofcv.struct.image.InterleavedU8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the first frame of a GIF file as Pillow composes it: the frame on a screen filled with the transparent colour,
 * or the first colour where none is transparent; alpha dropped.
 */
public final class GifDecoder {
    private static final int EXTENSION = '!';
    private static final int IMAGE = ',';
    private static final int TRAILER = ';';
    private static final int GRAPHIC_CONTROL = 0xf9;

    private final byte[] file;
    private int at;
    private int background;

    private GifDecoder(byte[] file) {
        this.file = file;
    }

    /** Whether a file begins as GIF files do. */
    public static boolean accepts(byte[] file) {
        String start = new String(file, 0, Math.min(6, file.length), StandardCharsets.ISO_8859_1);
        return start.equals("GIF87a") || start.equals("GIF89a");
    }

    public static Decoded decode(byte[] file) throws BrokenPicture {
        return new Decoded(new GifDecoder(file).decode(), Exif.UPRIGHT);
    }

    private InterleavedU8 decode() throws BrokenPicture {
        at = 13;
        need(0);
        byte[] palette = palette(file[10], Palette.greyRamp());
        findImage();
        need(10);
        int left = Bytes.littleInt16(file, at);
        int top = Bytes.littleInt16(file, at + 2);
        int width = Bytes.littleInt16(file, at + 4);
        int height = Bytes.littleInt16(file, at + 6);
        int flags = file[at + 8];
        int screenWidth = Math.max(Bytes.littleInt16(file, 6), left + width);
        int screenHeight = Math.max(Bytes.littleInt16(file, 8), top + height);
        PixelLimit.check(screenWidth, screenHeight);
        PixelLimit.check(width, height);
        at += 9;
        byte[] colours = palette(flags, palette);
        need(1);
        byte[] indices = new GifLzw(file, at).decode(width * height);
        InterleavedU8 picture = new InterleavedU8(screenWidth, screenHeight, 3);
        if (width != screenWidth || height != screenHeight) {
            for (int i = 0; i < picture.data.length; i += 3) {
                System.arraycopy(colours, 3 * background, picture.data, i, 3);
            }
        }
        int[] rows = rows(height, (flags & 0x40) != 0);
        for (int row = 0, in = 0; row < height; row++) {
            int out = picture.getIndex(left, top + rows[row]);
            for (int x = 0; x < width; x++, out += 3) {
                System.arraycopy(colours, 3 * (indices[in++] & 0xff), picture.data, out, 3);
            }
        }
        return picture;
    }

    /** Reads the colours that the flags announce; one table replaces the other as a whole. */
    private byte[] palette(int flags, byte[] otherwise) throws BrokenPicture {
        if ((flags & 0x80) == 0) {
            return otherwise;
        }
        int length = 3 << ((flags & 7) + 1);
        need(length);
        byte[] colours = Palette.black();
        System.arraycopy(file, at, colours, 0, length);
        at += length;
        return colours;
    }

    /** Goes behind the mark of the first image, past extensions and whatever else there is. */
    private void findImage() throws BrokenPicture {
        while (true) {
            need(1);
            int mark = file[at++];
            if (mark == IMAGE) {
                return;
            }
            if (mark == TRAILER) {
                throw new BrokenPicture("is a GIF file without a picture");
            }
            if (mark == EXTENSION) {
                extension();
            }
        }
    }

    private void extension() throws BrokenPicture {
        need(2);
        int label = file[at] & 0xff;
        int length = file[at + 1] & 0xff;
        if (label == GRAPHIC_CONTROL && length >= 4) {
            need(2 + length);
            if ((file[at + 2] & 1) != 0) {
                background = file[at + 5] & 0xff;
            }
        }
        at++;
        while (length > 0) {
            at += length + 1;
            need(1);
            length = file[at] & 0xff;
        }
        at++;
    }

    private void need(int bytes) throws BrokenPicture {
        if (file.length - at < bytes) {
            throw BrokenPicture.truncated();
        }
    }

    /** Where each stored row belongs. */
    private static int[] rows(int height, boolean interlaced) {
        int[] rows = new int[height];
        if (!interlaced) {
            Arrays.setAll(rows, i -> i);
            return rows;
        }
        int[][] passes = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
        int next = 0;
        for (int[] pass : passes) {
            for (int y = pass[0]; y < height; y += pass[1]) {
                rows[next++] = y;
            }
        }
        return rows;
    }
}
