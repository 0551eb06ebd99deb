package org.clipprobe.image;

import java.util.Arrays;

/**
 * Fills a polygon by the non-zero winding rule and gives each pixel the exact share of its area that is inside.
 *
 * <p>Each row of pixels is cut at every vertex and crossing into slabs in which edges neither begin, end nor cross; there
 * the winding number tells which edges bound the inside, and each of them adds its signed area to the pixels right of it.
 */
final class ScanConverter {
    private final double[] segments;
    private final Mask mask;
    private final double[] row;
    private final int[] active;
    private int activeCount;

    private ScanConverter(Polygon polygon, Mask mask) {
        this.segments = polygon.segments();
        this.mask = mask;
        this.row = new double[mask.width() + 2];
        this.active = new int[polygon.size()];
    }

    /** Adds the polygon's coverage to the mask, at most to 1: exact where shapes do not overlap inside one pixel. */
    static void fill(Polygon polygon, Mask mask) {
        if (polygon.size() > 0) {
            new ScanConverter(polygon, mask).run();
        }
    }

    private void run() {
        int[] byTop = byTop();
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < segments.length; i += 2) {
            bottom = Math.max(bottom, segments[i + 1]);
        }
        int first = (int) Math.max(0, Math.floor(top(byTop[0]) - mask.top()));
        int last = (int) Math.min(mask.height(), Math.ceil(bottom - mask.top()));
        int next = 0;
        for (int y = first; y < last; y++) {
            double from = y + (double) mask.top();
            while (next < byTop.length && top(byTop[next]) < from + 1) {
                active[activeCount++] = byTop[next++];
            }
            dropEdgesAbove(from);
            fillRow(from);
            addRow(y);
        }
    }

    private int[] byTop() {
        return java.util.stream.IntStream.range(0, segments.length / 4)
                .filter(edge -> top(edge) < bottom(edge))
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(this::top))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void dropEdgesAbove(double y) {
        int kept = 0;
        for (int i = 0; i < activeCount; i++) {
            if (bottom(active[i]) > y) {
                active[kept++] = active[i];
            }
        }
        activeCount = kept;
    }

    private void fillRow(double from) {
        double[] cuts = cuts(from);
        for (int i = 1; i < cuts.length; i++) {
            if (cuts[i - 1] < cuts[i]) {
                fillSlab(cuts[i - 1], cuts[i]);
            }
        }
    }

    /** Where the row is cut: its borders, the edges' ends and their crossings, from top to bottom. */
    private double[] cuts(double from) {
        double[] cuts = new double[2 + 2 * activeCount + activeCount * (activeCount - 1) / 2];
        int count = 0;
        cuts[count++] = from;
        cuts[count++] = from + 1;
        for (int i = 0; i < activeCount; i++) {
            cuts[count++] = Math.max(from, top(active[i]));
            cuts[count++] = Math.min(from + 1, bottom(active[i]));
            for (int j = 0; j < i; j++) {
                double crossing = crossing(active[i], active[j], from);
                if (crossing > from && crossing < from + 1) {
                    cuts[count++] = crossing;
                }
            }
        }
        Arrays.sort(cuts, 0, count);
        return Arrays.copyOf(cuts, count);
    }

    /** Where two edges cross inside the row; NaN where they do not. */
    private double crossing(int a, int b, double from) {
        double low = Math.max(from, Math.max(top(a), top(b)));
        double high = Math.min(from + 1, Math.min(bottom(a), bottom(b)));
        double before = low < high ? x(a, low) - x(b, low) : 0;
        double after = low < high ? x(a, high) - x(b, high) : 0;
        return before * after < 0 ? low + (high - low) * before / (before - after) : Double.NaN;
    }

    private void fillSlab(double from, double to) {
        int[] across = edgesAcross(from, to);
        int winding = 0;
        for (int edge : across) {
            int before = winding;
            winding += segments[4 * edge + 1] < segments[4 * edge + 3] ? 1 : -1;
            if (before == 0 || winding == 0) {
                addEdge(x(edge, from), x(edge, to), before == 0 ? to - from : from - to);
            }
        }
    }

    /** The edges that go through the slab, from left to right. */
    private int[] edgesAcross(double from, double to) {
        int[] across = new int[activeCount];
        double[] middles = new double[activeCount];
        double middle = from + (to - from) / 2;
        int count = 0;
        for (int i = 0; i < activeCount; i++) {
            int edge = active[i];
            if (top(edge) <= from && bottom(edge) >= to) {
                double x = x(edge, middle);
                int at = count++;
                for (; at > 0 && middles[at - 1] > x; at--) {
                    middles[at] = middles[at - 1];
                    across[at] = across[at - 1];
                }
                middles[at] = x;
                across[at] = edge;
            }
        }
        return Arrays.copyOf(across, count);
    }

    /** Adds {@code height} × the share right of the edge to every pixel; left of the mask counts whole, right not. */
    private void addEdge(double xFrom, double xTo, double height) {
        double left = Math.min(xFrom, xTo) - mask.left();
        double right = Math.max(xFrom, xTo) - mask.left();
        if (right <= 0 || right - left < 1e-12) {
            addColumn(Math.max(0, right), Math.max(0, right), height);
            return;
        }
        double perPixel = height / (right - left);
        if (left < 0) {
            addColumn(0, 0, -left * perPixel);
        }
        double at = Math.max(0, left);
        double end = Math.min(right, mask.width());
        while (at < end) {
            double stop = Math.min(end, Math.floor(at) + 1);
            addColumn(at, stop, (stop - at) * perPixel);
            at = stop;
        }
    }

    /** An edge piece inside one column of pixels; {@link #row} holds differences between neighbours. */
    private void addColumn(double from, double to, double height) {
        int column = (int) Math.min(mask.width(), Math.floor(from));
        double share = (from + to) / 2 - column;
        row[column] += height * (1 - Math.min(1, share));
        row[column + 1] += height * Math.min(1, share);
    }

    private void addRow(int y) {
        double covered = 0;
        float[] values = mask.values();
        for (int x = 0; x < mask.width(); x++) {
            covered += row[x];
            int at = y * mask.width() + x;
            values[at] = (float) Math.min(1, values[at] + Math.max(0, covered));
        }
        Arrays.fill(row, 0);
    }

    private double top(int edge) {
        return Math.min(segments[4 * edge + 1], segments[4 * edge + 3]);
    }

    private double bottom(int edge) {
        return Math.max(segments[4 * edge + 1], segments[4 * edge + 3]);
    }

    private double x(int edge, double y) {
        double x0 = segments[4 * edge];
        double y0 = segments[4 * edge + 1];
        return x0 + (segments[4 * edge + 2] - x0) * ((y - y0) / (segments[4 * edge + 3] - y0));
    }
}
