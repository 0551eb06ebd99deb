package org.clipprobe.image.text;

import java.util.Arrays;

/** Directed line segments {@code [segments, 4]} (x0, y0, x1, y1) that close to contours, in pixels with y downwards. */
record Polygon(double[] segments) {
    /** How far a chord may lie from its curve, in pixels: a fiftieth is below one level of 255 along a whole pixel. */
    private static final double FLATNESS = 0.02;

    private static final int MAX_CHORDS = 256;

    /** The outline mapped by {@code place}, its curves cut into chords. */
    static Polygon of(Outline outline, Affine place) {
        double[] curves = outline.curves();
        double[] segments = new double[curves.length * 2];
        int length = 0;
        double[] p = new double[6];
        for (int at = 0; at < curves.length; at += 6) {
            for (int i = 0; i < 6; i += 2) {
                p[i] = place.x(curves[at + i], curves[at + i + 1]);
                p[i + 1] = place.y(curves[at + i], curves[at + i + 1]);
            }
            int chords = chords(p);
            if (length + 4 * chords > segments.length) {
                segments = Arrays.copyOf(segments, Math.max(2 * segments.length, length + 4 * chords));
            }
            length = cut(p, chords, segments, length);
        }
        return new Polygon(Arrays.copyOf(segments, length));
    }

    /** A quadratic curve lies at most |p0 − 2 p1 + p2| / (4 n²) from its n chords. */
    private static int chords(double[] p) {
        double bendX = p[0] - 2 * p[2] + p[4];
        double bendY = p[1] - 2 * p[3] + p[5];
        double bend = Math.sqrt(bendX * bendX + bendY * bendY);
        return (int) Math.min(MAX_CHORDS, Math.max(1, Math.ceil(Math.sqrt(bend / (4 * FLATNESS)))));
    }

    private static int cut(double[] p, int chords, double[] segments, int from) {
        double x = p[0];
        double y = p[1];
        int length = from;
        for (int i = 1; i <= chords; i++) {
            double t = (double) i / chords;
            double nextX = i == chords ? p[4] : (1 - t) * (1 - t) * p[0] + 2 * t * (1 - t) * p[2] + t * t * p[4];
            double nextY = i == chords ? p[5] : (1 - t) * (1 - t) * p[1] + 2 * t * (1 - t) * p[3] + t * t * p[5];
            segments[length++] = x;
            segments[length++] = y;
            segments[length++] = nextX;
            segments[length++] = nextY;
            x = nextX;
            y = nextY;
        }
        return length;
    }

    int size() {
        return segments.length / 4;
    }
}
