package org.clipprobe.image.internal.jpeg;

import boofcv.struct.image.InterleavedU8;
import java.util.List;
import org.clipprobe.image.internal.BrokenPicture;
import org.clipprobe.image.internal.Cmyk;

/** Turns the components into RGB: libjpeg's fixed-point YCbCr (JFIF), then Pillow's way from CMYK. */
final class Colours {
    private static final int FRACTION = 16;
    private static final int HALF = 1 << (FRACTION - 1);
    private static final int CR_TO_RED = 91881; // 1.402
    private static final int CB_TO_GREEN = 22554; // 0.34414
    private static final int CR_TO_GREEN = 46802; // 0.71414
    private static final int CB_TO_BLUE = 116130; // 1.772

    private final InterleavedU8 picture;
    private final Upsampler[] upsamplers;
    private final ColourSpace space;
    private final int[][] rows;
    private final int[] spare;

    Colours(Frame frame, List<Component> components, ColourSpace space) throws BrokenPicture {
        this.space = space;
        upsamplers = new Upsampler[components.size()];
        for (int i = 0; i < upsamplers.length; i++) {
            upsamplers[i] = new Upsampler(frame, components.get(i));
        }
        rows = new int[upsamplers.length][frame.width()];
        spare = new int[frame.width()];
        picture = new InterleavedU8(frame.width(), frame.height(), 3);
    }

    InterleavedU8 picture() {
        for (int y = 0; y < picture.height; y++) {
            for (int i = 0; i < upsamplers.length; i++) {
                upsamplers[i].row(y, rows[i]);
            }
            int at = y * picture.stride;
            switch (space) {
                case GREY -> write(rows[0], rows[0], rows[0], at);
                case RGB -> write(rows[0], rows[1], rows[2], at);
                case YCC -> {
                    fromYcc(rows[0], rows[1], rows[2]);
                    write(rows[0], rows[1], rows[2], at);
                }
                case CMYK -> writeInverted(at);
                case YCCK -> {
                    fromYcc(rows[0], rows[1], rows[2]);
                    invert(rows[0]);
                    invert(rows[1]);
                    invert(rows[2]);
                    writeInverted(at);
                }
            }
        }
        return picture;
    }

    /** In place: y, cb, cr become red, green, blue. One loop for each, since only those are vectorised. */
    private void fromYcc(int[] y, int[] cb, int[] cr) {
        int[] blue = spare;
        for (int x = 0; x < blue.length; x++) {
            blue[x] = y[x] + ((CB_TO_BLUE * cb[x] + (HALF - CB_TO_BLUE * 128)) >> FRACTION);
        }
        for (int x = 0; x < cb.length; x++) {
            cb[x] = y[x]
                    + ((HALF + (CB_TO_GREEN + CR_TO_GREEN) * 128 - CB_TO_GREEN * cb[x] - CR_TO_GREEN * cr[x])
                            >> FRACTION);
        }
        for (int x = 0; x < y.length; x++) {
            y[x] += (CR_TO_RED * cr[x] + (HALF - CR_TO_RED * 128)) >> FRACTION;
        }
        System.arraycopy(blue, 0, cr, 0, cr.length);
        clamp(y);
        clamp(cb);
        clamp(cr);
    }

    private static void clamp(int[] row) {
        for (int x = 0; x < row.length; x++) {
            int value = row[x];
            row[x] = (value | ((255 - value) >> 31)) & ~(value >> 31) & 0xff;
        }
    }

    private static void invert(int[] row) {
        for (int x = 0; x < row.length; x++) {
            row[x] = 255 - row[x];
        }
    }

    private void write(int[] red, int[] green, int[] blue, int at) {
        byte[] out = picture.data;
        for (int x = 0, i = at; x < red.length; x++, i += 3) {
            out[i] = (byte) red[x];
            out[i + 1] = (byte) green[x];
            out[i + 2] = (byte) blue[x];
        }
    }

    /** Pillow takes every CMYK JPEG to be stored inverted, as Adobe does. */
    private void writeInverted(int at) {
        int i = at;
        for (int x = 0; x < rows[0].length; x++) {
            int black = 255 - rows[3][x];
            for (int band = 0; band < 3; band++) {
                picture.data[i++] = Cmyk.toRgb(255 - rows[band][x], black);
            }
        }
    }
}
