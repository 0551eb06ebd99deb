package org.clipprobe.image.text;

import boofcv.struct.image.InterleavedU8;
import org.clipprobe.image.Rgb;

/**
 * Draws text on pictures, the same pixels on every machine and every JDK: outlines come from bundled fonts, are scaled
 * without hinting and filled by exact area coverage in strict arithmetic. Colours are mixed in sRGB as Pillow does.
 *
 * <p>Left-to-right and right-to-left texts are put in visual order ({@link java.text.Bidi}); letters are not joined or
 * otherwise shaped. A character that no bundled typeface has is drawn as the typeface's own mark for missing glyphs.
 * Controls draw nothing, line breaks break the line, lone surrogates are drawn as U+FFFD, and what comes after 100,000
 * characters is not drawn. Safe for several threads.
 */
public final class TextPainter {
    /** The most pixels that {@link #canvas} makes. */
    public static final long MAX_CANVAS_PIXELS = 1L << 26;

    private final Fonts fonts = new Fonts();

    /**
     * A plain picture.
     *
     * @throws IllegalArgumentException when a side is below 1 or there are more than {@link #MAX_CANVAS_PIXELS}
     */
    public static InterleavedU8 canvas(int width, int height, Rgb background) {
        if (width < 1 || height < 1 || (long) width * height > MAX_CANVAS_PIXELS) {
            throw new IllegalArgumentException("canvas: expected sides from 1 and at most " + MAX_CANVAS_PIXELS
                    + " pixels, found " + width + " × " + height);
        }
        InterleavedU8 canvas = new InterleavedU8(width, height, 3);
        for (int at = 0; at < canvas.data.length; at += 3) {
            canvas.data[at] = (byte) background.red();
            canvas.data[at + 1] = (byte) background.green();
            canvas.data[at + 2] = (byte) background.blue();
        }
        return canvas;
    }

    /** The room that a text takes. */
    public TextBox measure(String text, TextStyle style) {
        TextLayout layout = TextLayout.of(text, style, fonts);
        return new TextBox(
                layout.width(), layout.height(), layout.baseline(), ink(layout, style, turned(layout, style)));
    }

    /**
     * Paints a text on a picture; what lies outside is cut off.
     *
     * @param picture 8-bit RGB, changed in place
     * @param x of the left of the text's unrotated box; may lie outside
     * @param y of its top
     * @throws IllegalArgumentException when the picture has not 3 bands or the place is not finite
     */
    public void paint(InterleavedU8 picture, String text, TextStyle style, double x, double y) {
        if (picture.getNumBands() != 3) {
            throw new IllegalArgumentException("expected a picture of 3 bands, found " + picture.getNumBands());
        }
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            throw new IllegalArgumentException("expected a finite place, found " + x + ", " + y);
        }
        TextLayout layout = TextLayout.of(text, style, fonts);
        Affine place = turned(layout, style).then(Affine.shift(x, y));
        TextBox.Ink ink = ink(layout, style, place);
        int left = (int) Math.max(0, Math.floor(ink.left()));
        int top = (int) Math.max(0, Math.floor(ink.top()));
        int right = (int) Math.min(picture.width, Math.ceil(ink.right()));
        int bottom = (int) Math.min(picture.height, Math.ceil(ink.bottom()));
        if (!ink.isEmpty() && left < right && top < bottom) {
            new Coat(style, Mask.filled(left, top, right - left, bottom - top, 0)).apply(picture, layout, place);
        }
    }

    private static Affine turned(TextLayout layout, TextStyle style) {
        return Affine.rotation(style.rotation(), layout.width() / 2, layout.height() / 2);
    }

    private static TextBox.Ink ink(TextLayout layout, TextStyle style, Affine place) {
        TextBox.Ink bare = layout.ink(place);
        TextBox.Ink stroked = bare.grown(style.strokeWidth() > 0 ? style.strokeWidth() + 0.5 : 0);
        return stroked.isEmpty()
                ? stroked
                : style.label()
                        .map(label -> Sheet.of(layout, style, label).bounds(place))
                        .orElse(stroked);
    }
}
