package org.clipprobe.image.text;

import boofcv.struct.image.InterleavedU8;
import org.clipprobe.image.Rgb;

/** One text's paint: the glyphs' coverage and the distance to their outlines, mixed into the picture once. */
final class Coat {
    private final TextStyle style;
    private final Mask fill;

    Coat(TextStyle style, Mask fill) {
        this.style = style;
        this.fill = fill;
    }

    void apply(InterleavedU8 picture, TextLayout layout, Affine box) {
        double width = style.strokeWidth();
        Mask distance = width > 0
                ? Mask.filled(fill.left(), fill.top(), fill.width(), fill.height(), Float.POSITIVE_INFINITY)
                : Mask.filled(fill.left(), fill.top(), 0, 0, 0);
        for (TextLayout.Placed glyph : layout.glyphs()) {
            Affine place = glyph.place(box);
            if (reaches(glyph.outline(), place, width + 1)) {
                Polygon polygon = Polygon.of(glyph.outline(), place);
                ScanConverter.fill(polygon, fill);
                if (width > 0) {
                    OutlineDistance.lower(polygon, distance, width + 0.5);
                }
            }
        }
        Mask sheet =
                Mask.filled(fill.left(), fill.top(), fill.width(), style.label().isPresent() ? fill.height() : 0, 0);
        style.label()
                .ifPresent(label ->
                        ScanConverter.fill(Sheet.of(layout, style, label).outline(box), sheet));
        blend(picture, distance, sheet);
    }

    private boolean reaches(Outline outline, Affine place, double margin) {
        double centreX = (outline.left() + outline.right()) / 2;
        double centreY = (outline.bottom() + outline.top()) / 2;
        double halfWidth = (outline.right() - outline.left()) / 2;
        double halfHeight = (outline.top() - outline.bottom()) / 2;
        double x = place.x(centreX, centreY);
        double y = place.y(centreX, centreY);
        double reachX = Math.abs(place.xx()) * halfWidth + Math.abs(place.xy()) * halfHeight + margin;
        double reachY = Math.abs(place.yx()) * halfWidth + Math.abs(place.yy()) * halfHeight + margin;
        return x + reachX > fill.left()
                && x - reachX < fill.left() + fill.width()
                && y + reachY > fill.top()
                && y - reachY < fill.top() + fill.height();
    }

    /** What is on top hides what is below it: letters, then their stroke, then the label, then the picture. */
    private void blend(InterleavedU8 picture, Mask distance, Mask sheet) {
        Rgb ink = style.ink();
        Rgb line = style.stroke().map(TextStyle.Stroke::colour).orElse(ink);
        Rgb paper = style.label().map(TextStyle.Label::paper).orElse(ink);
        for (int y = 0; y < fill.height(); y++) {
            int at = picture.getIndex(fill.left(), fill.top() + y);
            for (int x = 0; x < fill.width(); x++, at += 3) {
                int i = y * fill.width() + x;
                double inside = fill.values()[i];
                double reach = distance.values().length > 0 ? strokeCoverage(Math.sqrt(distance.values()[i])) : 0;
                double around = reach > 0 ? (1 - inside) * Math.max(inside, reach) : 0;
                double below = sheet.values().length > 0 ? (1 - inside - around) * sheet.values()[i] : 0;
                if (inside + around + below > 0) {
                    byte[] data = picture.data;
                    mix(
                            data,
                            at,
                            inside * ink.red() + around * line.red() + below * paper.red(),
                            inside + around + below);
                    mix(
                            data,
                            at + 1,
                            inside * ink.green() + around * line.green() + below * paper.green(),
                            inside + around + below);
                    mix(
                            data,
                            at + 2,
                            inside * ink.blue() + around * line.blue() + below * paper.blue(),
                            inside + around + below);
                }
            }
        }
    }

    /** The line's edge falls from covered to bare over one pixel. */
    private double strokeCoverage(double distance) {
        return Math.max(0, Math.min(1, style.strokeWidth() + 0.5 - distance));
    }

    private void mix(byte[] data, int at, double paint, double covered) {
        int below = data[at] & 255;
        data[at] = (byte) (int) (below + style.opacity() * (paint - covered * below) + 0.5);
    }
}
