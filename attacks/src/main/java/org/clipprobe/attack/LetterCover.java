package org.clipprobe.attack;

import boofcv.struct.image.InterleavedU8;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextBox;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.image.text.TextStyle;
import org.clipprobe.image.text.Typeface;

/** How much ink single characters have and how wide they are, each drawn once. Safe for several threads. */
final class LetterCover {
    private static final double SIZE = 48;
    private static final int MARGIN = 16;

    private final TextPainter painter = new TextPainter();
    private final Map<Key, Letter> known = new ConcurrentHashMap<>();

    private record Key(Typeface typeface, double stroke, int character) {}

    /** Pixels at size {@value #SIZE}. */
    private record Letter(double ink, double advance) {}

    /**
     * What a text covers, its letters taken one by one.
     *
     * @param ink pixels that letters and stroke change, in em²
     * @param width in em
     */
    record Cover(double ink, double width) {
        /** By how much another text covers more or less than this one, or is wider or narrower, as a share. */
        double offBy(Cover other) {
            return Math.max(off(other.ink, ink), off(other.width, width));
        }

        private static double off(double found, double wanted) {
            return wanted == 0 ? 0 : Math.abs(found / wanted - 1);
        }
    }

    /**
     * Adds up a text's characters.
     *
     * @param stroke width of the line around the letters, as a share of their size
     */
    Cover of(String text, Typeface typeface, double stroke) {
        double[] sums = new double[2];
        text.codePoints().forEach(character -> {
            Letter letter = known.computeIfAbsent(new Key(typeface, stroke, character), this::draw);
            sums[0] += letter.ink;
            sums[1] += letter.advance;
        });
        return new Cover(sums[0] / (SIZE * SIZE), sums[1] / SIZE);
    }

    private Letter draw(Key key) {
        TextStyle style = new TextStyle(
                key.typeface,
                SIZE,
                Rgb.BLACK,
                1,
                key.stroke > 0 ? Optional.of(new TextStyle.Stroke(key.stroke * SIZE, Rgb.BLACK)) : Optional.empty(),
                0,
                Optional.empty());
        String text = Character.toString(key.character);
        TextBox box = painter.measure(text, style);
        if (box.ink().isEmpty()) {
            return new Letter(0, box.width());
        }
        int width = (int) Math.ceil(box.ink().width()) + 2 * MARGIN;
        int height = (int) Math.ceil(box.ink().height()) + 2 * MARGIN;
        InterleavedU8 sheet = TextPainter.canvas(width, height, Rgb.WHITE);
        painter.paint(
                sheet,
                text,
                style,
                MARGIN - box.ink().left(),
                MARGIN - box.ink().top());
        long ink = 0;
        for (int at = 0; at < sheet.data.length; at += 3) {
            ink += sheet.data[at] == -1 ? 0 : 1;
        }
        return new Letter(ink, box.width());
    }
}
