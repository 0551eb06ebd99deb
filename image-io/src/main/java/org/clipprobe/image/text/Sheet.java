package org.clipprobe.image.text;

/** The rounded rectangle of a label, in pixels of the text's unrotated box. */
record Sheet(TextBox.Ink area, double radius) {
    private static final int CORNER_CHORDS = 12;

    static Sheet of(TextLayout layout, TextStyle style, TextStyle.Label label) {
        TextBox.Ink area = layout.ink(Affine.shift(0, 0)).grown(style.strokeWidth() + label.padding());
        return new Sheet(area, Math.min(label.radius(), Math.min(area.width(), area.height()) / 2));
    }

    /** The outline where {@code box} takes it; a sheet without area has none. */
    Polygon outline(Affine box) {
        if (area.isEmpty()) {
            return new Polygon(new double[0]);
        }
        double[] corners = corners();
        double[] segments = new double[2 * corners.length];
        for (int i = 0; i < corners.length; i += 2) {
            int next = (i + 2) % corners.length;
            segments[2 * i] = box.x(corners[i], corners[i + 1]);
            segments[2 * i + 1] = box.y(corners[i], corners[i + 1]);
            segments[2 * i + 2] = box.x(corners[next], corners[next + 1]);
            segments[2 * i + 3] = box.y(corners[next], corners[next + 1]);
        }
        return new Polygon(segments);
    }

    TextBox.Ink bounds(Affine box) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        double[] segments = outline(box).segments();
        for (int i = 0; i < segments.length; i += 2) {
            left = Math.min(left, segments[i]);
            right = Math.max(right, segments[i]);
            top = Math.min(top, segments[i + 1]);
            bottom = Math.max(bottom, segments[i + 1]);
        }
        return new TextBox.Ink(left, top, right, bottom);
    }

    /** Points from the right end of the top edge clockwise as seen. */
    private double[] corners() {
        int perCorner = radius > 0 ? CORNER_CHORDS + 1 : 1;
        double[] points = new double[8 * perCorner];
        int length = 0;
        for (int corner = 0; corner < 4; corner++) {
            double x = corner < 2 ? area.right() - radius : area.left() + radius;
            double y = corner == 1 || corner == 2 ? area.bottom() - radius : area.top() + radius;
            for (int i = 0; i < perCorner; i++) {
                double angle = StrictMath.PI / 2 * (corner - 1 + (double) i / CORNER_CHORDS);
                points[length++] = x + radius * StrictMath.cos(angle);
                points[length++] = y + radius * StrictMath.sin(angle);
            }
        }
        return points;
    }
}
