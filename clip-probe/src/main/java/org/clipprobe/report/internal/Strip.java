package org.clipprobe.report.internal;

import java.util.List;
import org.clipprobe.report.page.Axis;
import org.clipprobe.report.page.Density;
import org.clipprobe.report.page.Numbers;

/**
 * Distributions along one axis: those of other concepts as an area, the concept's own as strokes, and as an area as well
 * when there are many. Drawn in a box of 1000 × 40 that stretches with the page.
 *
 * @param others path of the others' area
 * @param own path of the own area, empty when there are few
 * @param strokes path with one stroke for each of the own examples
 * @param ticks values at the axis
 * @param description the drawing in words
 */
record Strip(String others, String own, String strokes, List<Axis.Tick> ticks, String description) {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 40;
    private static final int MANY = 20;

    static Strip of(float[] own, float[] others, Axis axis, String description) {
        return new Strip(
                area(Density.of(others, axis)),
                own.length >= MANY ? area(Density.of(own, axis)) : "",
                strokes(own, axis),
                axis.ticks(),
                description);
    }

    private static String area(double[] density) {
        StringBuilder path = new StringBuilder("M0 " + HEIGHT);
        for (int bin = 0; bin < density.length; bin++) {
            path.append('L')
                    .append(Math.round((bin + 0.5) * WIDTH / density.length))
                    .append(' ')
                    .append(Numbers.coordinate(HEIGHT - (HEIGHT - 2) * density[bin]));
        }
        return path.append('L')
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append('Z')
                .toString();
    }

    /** One stroke for each place where values lie, however many lie there. */
    private static String strokes(float[] values, Axis axis) {
        int from = values.length >= MANY ? HEIGHT - 8 : 8;
        StringBuilder path = new StringBuilder();
        for (float value : values) {
            path.append('M')
                    .append(Math.round(axis.place(value) * WIDTH))
                    .append(' ')
                    .append(from)
                    .append('V')
                    .append(HEIGHT);
        }
        return path.toString();
    }
}
