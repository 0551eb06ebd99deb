package org.clipprobe.cli;

import boofcv.struct.image.InterleavedU8;
import java.util.List;

/**
 * Pictures and prompts that every model is verified on. The pictures are drawn by whole-number arithmetic, so that
 * {@code docs/verify_reference.py} draws the same ones to the last bit.
 */
final class VerificationSet {
    /** Short and long, capitals, punctuation, other scripts, an entity, nothing. */
    static final List<String> PROMPTS = List.of(
            "a cat",
            "A photo of a Dog.",
            "two red circles on a blue table, seen from above",
            "na\u00efve caf\u00e9 \u2014 3\u00bd \u20ac",
            "\u732b and \u043a\u043e\u0442",
            "don't_stop: 100% \"real\" & (fake)!",
            "");

    private static final int[][] SIZES = {{256, 256}, {320, 200}, {200, 300}, {224, 224}, {160, 240}, {640, 480}};

    private VerificationSet() {}

    static int pictures() {
        return SIZES.length;
    }

    /** The picture of this number. */
    static InterleavedU8 picture(int number) {
        int width = SIZES[number][0];
        int height = SIZES[number][1];
        InterleavedU8 picture = new InterleavedU8(width, height, 3);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    picture.setBand(x, y, channel, value(number, x, y, channel, width, height));
                }
            }
        }
        return picture;
    }

    private static int value(int number, int x, int y, int channel, int width, int height) {
        return switch (number) {
            // Two gradients.
            case 0 -> channel == 0 ? x * 255 / (width - 1) : channel == 1 ? y * 255 / (height - 1) : 128;
            // A chessboard.
            case 1 -> (x / 16 + y / 16) % 2 == 0 ? 250 : channel == 0 ? 230 : 40;
            // A red disc on blue.
            case 2 -> {
                int dx = 2 * x - width;
                int dy = 2 * y - height;
                boolean inside = dx * dx + dy * dy < 140 * 140;
                yield inside ? (channel == 0 ? 220 : 30) : channel == 2 ? 200 : 20;
            }
            // Slanted stripes in three colours.
            case 3 -> (x + 2 * y) / 12 % 3 == channel ? 240 : 15;
            // Noise.
            case 4 -> (x * 7919 + y * 10_473 + channel * 12_997 + x * y % 251 * 31) % 256;
            // Curves.
            default -> (channel == 0 ? x * y / 64 : channel == 1 ? x * x / 97 : y * 3) % 256;
        };
    }
}
