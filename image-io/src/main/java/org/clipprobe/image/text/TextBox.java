package org.clipprobe.image.text;

/**
 * The room that a text takes, in pixels.
 *
 * @param width of the unrotated box: the widest line's advance
 * @param height of the unrotated box: the lines' heights
 * @param baseline of the first line, below the box's top
 * @param ink where painting may change pixels, relative to the place it is painted at: stroke, label and rotation included
 */
public record TextBox(double width, double height, double baseline, Ink ink) {
    /** A rectangle relative to the place that a text is painted at; right and bottom are exclusive. */
    public record Ink(double left, double top, double right, double bottom) {
        /** Whether nothing is drawn at all. */
        public boolean isEmpty() {
            return !(left < right && top < bottom);
        }

        /** The same rectangle, {@code margin} pixels larger on every side. */
        Ink grown(double margin) {
            return isEmpty() ? this : new Ink(left - margin, top - margin, right + margin, bottom + margin);
        }

        public double width() {
            return right - left;
        }

        public double height() {
            return bottom - top;
        }
    }
}
