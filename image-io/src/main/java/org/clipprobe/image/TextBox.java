package org.clipprobe.image;

/**
 * The room that a text takes, in pixels.
 *
 * @param width of the unrotated box: the widest line's advance
 * @param height of the unrotated box: the lines' heights
 * @param baseline of the first line, below the box's top
 * @param ink where painting may change pixels, relative to the place it is painted at: stroke and rotation included
 */
public record TextBox(double width, double height, double baseline, Ink ink) {
    /** A rectangle relative to the place that a text is painted at; right and bottom are exclusive. */
    public record Ink(double left, double top, double right, double bottom) {
        /** Whether nothing is drawn at all. */
        public boolean isEmpty() {
            return !(left < right && top < bottom);
        }

        public double width() {
            return right - left;
        }

        public double height() {
            return bottom - top;
        }
    }
}
