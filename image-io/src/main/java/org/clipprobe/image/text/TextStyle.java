package org.clipprobe.image.text;

import java.util.Optional;
import org.clipprobe.image.Rgb;

/**
 * How a text is drawn.
 *
 * @param typeface its glyphs; those it lacks are taken from the other typefaces
 * @param size of the em square in pixels, above 0 and at most {@link #MAX_SIZE}
 * @param ink the colour
 * @param opacity of the whole text, stroke and all: 0 (not seen) to 1 (covers what is below)
 * @param stroke the line around the glyphs, if any
 * @param rotation in degrees counter-clockwise, about the middle of the text's box
 * @param label the sheet that the text is written on, if any; turned with it, and as opaque
 */
public record TextStyle(
        Typeface typeface,
        double size,
        Rgb ink,
        double opacity,
        Optional<Stroke> stroke,
        double rotation,
        Optional<Label> label) {
    /** The largest size in pixels: twice the em of which one glyph fills a 4K picture. */
    public static final double MAX_SIZE = 8192;

    /**
     * A line around the glyphs, outside the ink as Pillow's {@code stroke_width} is.
     *
     * @param width in pixels, at least 0 and at most half the text's size
     * @param colour of the line
     */
    public record Stroke(double width, Rgb colour) {}

    /**
     * A sheet behind a text that has ink; a text without any has no sheet.
     *
     * @param paper its colour
     * @param padding around the ink in pixels, at least 0 and at most the text's size
     * @param radius of its corners in pixels, at least 0; cut to half its shorter side
     */
    public record Label(Rgb paper, double padding, double radius) {}

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
        label.ifPresent(sheet -> {
            if (!(sheet.padding >= 0 && sheet.padding <= size && sheet.radius >= 0)) {
                throw new IllegalArgumentException("label: expected a padding from 0 to the size, " + size
                        + " pixels, and a radius from 0, found " + sheet.padding + " and " + sheet.radius);
            }
        });
    }

    /** Opaque, upright, without stroke and label. */
    public static TextStyle of(Typeface typeface, double size, Rgb ink) {
        return new TextStyle(typeface, size, ink, 1, Optional.empty(), 0, Optional.empty());
    }

    public TextStyle withSize(double pixels) {
        return new TextStyle(typeface, pixels, ink, opacity, stroke, rotation, label);
    }

    public TextStyle withOpacity(double share) {
        return new TextStyle(typeface, size, ink, share, stroke, rotation, label);
    }

    public TextStyle withStroke(double width, Rgb colour) {
        return new TextStyle(typeface, size, ink, opacity, Optional.of(new Stroke(width, colour)), rotation, label);
    }

    public TextStyle withRotation(double degrees) {
        return new TextStyle(typeface, size, ink, opacity, stroke, degrees, label);
    }

    public TextStyle withLabel(Rgb paper, double padding, double radius) {
        return new TextStyle(
                typeface, size, ink, opacity, stroke, rotation, Optional.of(new Label(paper, padding, radius)));
    }

    double strokeWidth() {
        return stroke.map(Stroke::width).orElse(0.0);
    }
}
