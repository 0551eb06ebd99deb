package org.clipprobe.image;

import java.util.Optional;

/**
 * How a text is drawn.
 *
 * @param typeface its glyphs; those it lacks are taken from the other typefaces
 * @param size of the em square in pixels, above 0 and at most {@link #MAX_SIZE}
 * @param ink the colour
 * @param opacity of the whole text, stroke and all: 0 (not seen) to 1 (covers what is below)
 * @param stroke the line around the glyphs, if any
 * @param rotation in degrees counter-clockwise, about the middle of the text's box
 */
public record TextStyle(
        Typeface typeface, double size, Rgb ink, double opacity, Optional<Stroke> stroke, double rotation) {
    /** The largest size in pixels: twice the em of which one glyph fills a 4K picture. */
    public static final double MAX_SIZE = 8192;

    /**
     * A line around the glyphs, outside the ink as Pillow's {@code stroke_width} is.
     *
     * @param width in pixels, at least 0 and at most half the text's size
     * @param colour of the line
     */
    public record Stroke(double width, Rgb colour) {}

    public TextStyle {
        if (!(size > 0 && size <= MAX_SIZE)) {
            throw new IllegalArgumentException(
                    "size: expected pixels above 0 and at most " + MAX_SIZE + ", found " + size);
        }
        if (!(opacity >= 0 && opacity <= 1)) {
            throw new IllegalArgumentException("opacity: expected 0 to 1, found " + opacity);
        }
        if (!Double.isFinite(rotation)) {
            throw new IllegalArgumentException("rotation: expected degrees, found " + rotation);
        }
        double width = stroke.map(Stroke::width).orElse(0.0);
        if (!(width >= 0 && width <= size / 2)) {
            throw new IllegalArgumentException(
                    "stroke: expected 0 to half the size, " + size / 2 + " pixels, found " + width);
        }
    }

    /** Opaque, upright and without a stroke. */
    public static TextStyle of(Typeface typeface, double size, Rgb ink) {
        return new TextStyle(typeface, size, ink, 1, Optional.empty(), 0);
    }

    public TextStyle withSize(double pixels) {
        return new TextStyle(typeface, pixels, ink, opacity, stroke, rotation);
    }

    public TextStyle withOpacity(double share) {
        return new TextStyle(typeface, size, ink, share, stroke, rotation);
    }

    public TextStyle withStroke(double width, Rgb colour) {
        return new TextStyle(typeface, size, ink, opacity, Optional.of(new Stroke(width, colour)), rotation);
    }

    public TextStyle withRotation(double degrees) {
        return new TextStyle(typeface, size, ink, opacity, stroke, degrees);
    }

    double strokeWidth() {
        return stroke.map(Stroke::width).orElse(0.0);
    }
}
