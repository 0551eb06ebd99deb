package org.clipprobe.attack;

import org.clipprobe.image.Rgb;

/**
 * A line around an attack's letters.
 *
 * @param width in pixels; 0 for none, and never more than half the letters' size when drawn
 * @param colour of the line
 */
public record Stroke(double width, Rgb colour) {
    /** No line. */
    public static final Stroke NONE = new Stroke(0, Rgb.BLACK);

    public Stroke {
        if (!(width >= 0 && width <= 1000)) {
            throw new IllegalArgumentException("stroke: expected 0 to 1000 pixels, found " + width);
        }
    }

    @Override
    public String toString() {
        return width == 0 ? "none" : width + "px " + colour;
    }
}
