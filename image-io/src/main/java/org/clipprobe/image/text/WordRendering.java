package org.clipprobe.image.text;

import boofcv.struct.image.InterleavedU8;
import org.clipprobe.image.Rgb;

/**
 * A written word as a picture, in full: painted again it gives the same pixels.
 *
 * @param text what is written; may hold line breaks
 * @param typeface of the letters
 * @param size of the em square in pixels
 * @param x of the left of the text's box in pixels
 * @param y of its top in pixels
 * @param ink colour of the letters
 * @param paper colour of everything else
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 */
public record WordRendering(
        String text, Typeface typeface, double size, double x, double y, Rgb ink, Rgb paper, int width, int height) {
    /** The picture. */
    public InterleavedU8 paint(TextPainter painter) {
        InterleavedU8 picture = TextPainter.canvas(width, height, paper);
        painter.paint(picture, text, TextStyle.of(typeface, size, ink), x, y);
        return picture;
    }
}
