package org.clipprobe.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An 8-bit sRGB colour, written {@code #rrggbb}.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Rgb(int red, int green, int blue) {
    public static final Rgb BLACK = new Rgb(0, 0, 0);
    public static final Rgb WHITE = new Rgb(255, 255, 255);

    private static final Map<String, Rgb> NAMED = new TreeMap<>(Map.ofEntries(
            Map.entry("black", BLACK),
            Map.entry("white", WHITE),
            Map.entry("red", new Rgb(255, 0, 0)),
            Map.entry("green", new Rgb(0, 128, 0)),
            Map.entry("blue", new Rgb(0, 0, 255)),
            Map.entry("yellow", new Rgb(255, 255, 0)),
            Map.entry("cyan", new Rgb(0, 255, 255)),
            Map.entry("magenta", new Rgb(255, 0, 255)),
            Map.entry("orange", new Rgb(255, 165, 0)),
            Map.entry("purple", new Rgb(128, 0, 128)),
            Map.entry("pink", new Rgb(255, 192, 203)),
            Map.entry("brown", new Rgb(165, 42, 42)),
            Map.entry("grey", new Rgb(128, 128, 128)),
            Map.entry("gray", new Rgb(128, 128, 128))));

    public Rgb {
        if ((red | green | blue) < 0 || red > 255 || green > 255 || blue > 255) {
            throw new IllegalArgumentException(
                    "expected red, green and blue from 0 to 255, found " + red + ", " + green + ", " + blue);
        }
    }

    /**
     * Reads {@code #rrggbb}, {@code #rgb} or one of CSS's names of common colours.
     *
     * @throws IllegalArgumentException when {@code colour} is none of them
     */
    @JsonCreator
    public static Rgb parse(String colour) {
        String wanted = colour.strip().toLowerCase(Locale.ROOT);
        Rgb named = NAMED.get(wanted);
        if (named != null) {
            return named;
        }
        if (wanted.matches("#[0-9a-f]{6}")) {
            int bits = Integer.parseInt(wanted.substring(1), 16);
            return new Rgb(bits >> 16, bits >> 8 & 255, bits & 255);
        }
        if (wanted.matches("#[0-9a-f]{3}")) {
            int bits = Integer.parseInt(wanted.substring(1), 16);
            return new Rgb((bits >> 8) * 17, (bits >> 4 & 15) * 17, (bits & 15) * 17);
        }
        throw new IllegalArgumentException("expected a colour such as #ff8800 or one of "
                + String.join(", ", NAMED.keySet()) + ", found " + colour);
    }

    /**
     * How well two colours tell apart, 1 (the same) to 21 (black on white): the contrast ratio of WCAG 2.2, which asks
     * for 4.5 in running text.
     */
    public double contrast(Rgb other) {
        double mine = luminance();
        double theirs = other.luminance();
        return (StrictMath.max(mine, theirs) + 0.05) / (StrictMath.min(mine, theirs) + 0.05);
    }

    private double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : StrictMath.pow((value + 0.055) / 1.055, 2.4);
    }

    /** {@code #rrggbb}. */
    @Override
    @JsonValue
    public String toString() {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }
}
