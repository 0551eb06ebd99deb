package org.clipprobe.image.text;

import java.awt.geom.PathIterator;
import java.util.Arrays;

/**
 * A glyph's outline as quadratic curves {@code [curves, 6]} (start, control, end; x and y in turn), in font units with y
 * upwards. A straight line has its control point in the middle.
 */
record Outline(double[] curves, double left, double bottom, double right, double top) {
    private static final int CURVE = 6;

    static Outline of(PathIterator path) {
        double[] curves = new double[CURVE * 16];
        int length = 0;
        double[] start = new double[2];
        double[] at = new double[2];
        double[] to = new double[6];
        for (; !path.isDone(); path.next()) {
            int kind = path.currentSegment(to);
            if (kind == PathIterator.SEG_MOVETO) {
                System.arraycopy(to, 0, start, 0, 2);
                System.arraycopy(to, 0, at, 0, 2);
                continue;
            }
            double[] curve = curve(kind, at, start, to);
            curves = length + CURVE > curves.length ? Arrays.copyOf(curves, 2 * curves.length) : curves;
            System.arraycopy(curve, 0, curves, length, CURVE);
            length += CURVE;
            System.arraycopy(curve, 4, at, 0, 2);
        }
        return bounded(Arrays.copyOf(curves, length));
    }

    private static double[] curve(int kind, double[] at, double[] start, double[] to) {
        return switch (kind) {
            case PathIterator.SEG_LINETO -> line(at[0], at[1], to[0], to[1]);
            case PathIterator.SEG_CLOSE -> line(at[0], at[1], start[0], start[1]);
            case PathIterator.SEG_QUADTO -> new double[] {at[0], at[1], to[0], to[1], to[2], to[3]};
            default -> throw new IllegalArgumentException("expected a TrueType outline, found a cubic curve");
        };
    }

    private static double[] line(double x0, double y0, double x1, double y1) {
        return new double[] {x0, y0, (x0 + x1) / 2, (y0 + y1) / 2, x1, y1};
    }

    private static Outline bounded(double[] curves) {
        double left = Double.POSITIVE_INFINITY;
        double bottom = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < curves.length; i += 2) {
            left = Math.min(left, curves[i]);
            right = Math.max(right, curves[i]);
            bottom = Math.min(bottom, curves[i + 1]);
            top = Math.max(top, curves[i + 1]);
        }
        return new Outline(curves, left, bottom, right, top);
    }

    boolean isEmpty() {
        return curves.length == 0;
    }
}
