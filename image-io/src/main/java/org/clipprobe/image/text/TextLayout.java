package org.clipprobe.image.text;

import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where every glyph of a text goes, in pixels of the text's unrotated box. */
record TextLayout(List<Placed> glyphs, double width, double height, double baseline) {
    /** What comes after is not drawn: a text this long fills any picture, and memory must end somewhere. */
    static final int MAX_CHARACTERS = 100_000;

    private static final String LINE_BREAKS = "\r\n|[\n\r\u0085\u2028\u2029]";
    private static final int REPLACEMENT = 0xFFFD;
    private static final int TAB_SPACES = 4;
    private static final Map<Integer, Integer> MIRRORED = Map.of(
            (int) '(', (int) ')', (int) ')', (int) '(', (int) '[', (int) ']', (int) ']', (int) '[', (int) '{',
            (int) '}', (int) '}', (int) '{', (int) '<', (int) '>', (int) '>', (int) '<', (int) '«', (int) '»',
            (int) '»', (int) '«');

    /**
     * A glyph in its place.
     *
     * @param scale pixels per font unit
     * @param x of the glyph's origin
     * @param y of the baseline
     */
    record Placed(Outline outline, double scale, double x, double y) {
        /** Font units with y upwards to where {@code box} takes pixels of the text's box. */
        Affine place(Affine box) {
            return new Affine(scale, 0, 0, -scale, x, y).then(box);
        }
    }

    private record Line(List<Placed> glyphs, double width, boolean rightToLeft) {}

    static TextLayout of(String text, TextStyle style, Fonts fonts) {
        FontFile font = fonts.file(style.typeface());
        double scale = style.size() / font.unitsPerEm();
        double lineHeight = font.lineHeight() * scale;
        double baseline = font.ascent() * scale;
        String drawn = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
        List<Line> lines = new ArrayList<>();
        for (String line : drawn.split(LINE_BREAKS, -1)) {
            lines.add(line(line, style, fonts, baseline + lines.size() * lineHeight));
        }
        double width = lines.stream().mapToDouble(Line::width).max().orElse(0);
        List<Placed> glyphs = new ArrayList<>();
        for (Line line : lines) {
            double indent = line.rightToLeft ? width - line.width : 0;
            for (Placed glyph : line.glyphs) {
                glyphs.add(new Placed(glyph.outline, glyph.scale, glyph.x + indent, glyph.y));
            }
        }
        return new TextLayout(glyphs, width, lines.size() * lineHeight, baseline);
    }

    /** The glyphs' bounds, without any stroke, where {@code box} takes them. */
    TextBox.Ink ink(Affine box) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Placed glyph : glyphs) {
            Affine map = glyph.place(box);
            double[] curves = glyph.outline.curves();
            for (int i = 0; i < curves.length; i += 2) {
                double x = map.x(curves[i], curves[i + 1]);
                double y = map.y(curves[i], curves[i + 1]);
                left = Math.min(left, x);
                top = Math.min(top, y);
                right = Math.max(right, x);
                bottom = Math.max(bottom, y);
            }
        }
        return glyphs.isEmpty() ? new TextBox.Ink(0, 0, 0, 0) : new TextBox.Ink(left, top, right, bottom);
    }

    private static Line line(String line, TextStyle style, Fonts fonts, double baseline) {
        if (line.isEmpty()) {
            return new Line(List.of(), 0, false);
        }
        Bidi order = new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
        List<Placed> glyphs = new ArrayList<>();
        double pen = 0;
        FontFile before = null;
        int glyphBefore = 0;
        for (int character : visualOrder(line, order)) {
            FontFile font = fonts.forCharacter(style.typeface(), character);
            int glyph = font.glyph(character);
            double scale = style.size() / font.unitsPerEm();
            pen += font.equals(before) ? scale * font.kerning(glyphBefore, glyph) : 0;
            Outline outline = font.outline(glyph);
            if (!outline.isEmpty()) {
                glyphs.add(new Placed(outline, scale, pen, baseline));
            }
            pen += scale * font.advance(glyph);
            before = font;
            glyphBefore = glyph;
        }
        return new Line(glyphs, pen, !order.baseIsLeftToRight());
    }

    /** The line's drawn characters from left to right. */
    private static List<Integer> visualOrder(String line, Bidi order) {
        int runs = order.getRunCount();
        byte[] levels = new byte[runs];
        Object[] parts = new Object[runs];
        for (int run = 0; run < runs; run++) {
            levels[run] = (byte) order.getRunLevel(run);
            parts[run] = run;
        }
        Bidi.reorderVisually(levels, 0, parts, 0, runs);
        List<Integer> characters = new ArrayList<>();
        for (Object part : parts) {
            int run = (Integer) part;
            List<Integer> logical = drawn(line.substring(order.getRunStart(run), order.getRunLimit(run)));
            characters.addAll(order.getRunLevel(run) % 2 == 0 ? logical : reversed(logical));
        }
        return characters;
    }

    /** Characters without those that have no picture: controls, formats, variation selectors. */
    private static List<Integer> drawn(String run) {
        List<Integer> drawn = new ArrayList<>();
        run.codePoints().forEach(character -> {
            int type = Character.getType(character);
            if (character == '\t') {
                for (int i = 0; i < TAB_SPACES; i++) {
                    drawn.add((int) ' ');
                }
            } else if (type == Character.SURROGATE) {
                drawn.add(REPLACEMENT);
            } else if (type != Character.CONTROL && type != Character.FORMAT && !isVariationSelector(character)) {
                drawn.add(character);
            }
        });
        return drawn;
    }

    private static boolean isVariationSelector(int character) {
        return (character >= 0xFE00 && character <= 0xFE0F) || (character >= 0xE0100 && character <= 0xE01EF);
    }

    /** Right to left: the last first, marks still behind what they mark, brackets turned. */
    private static List<Integer> reversed(List<Integer> logical) {
        List<Integer> visual = new ArrayList<>(logical.size());
        int end = logical.size();
        for (int i = logical.size() - 1; i >= 0; i--) {
            if (i > 0 && isMark(logical.get(i))) {
                continue;
            }
            for (int character : logical.subList(i, end)) {
                visual.add(MIRRORED.getOrDefault(character, character));
            }
            end = i;
        }
        return visual;
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }
}
