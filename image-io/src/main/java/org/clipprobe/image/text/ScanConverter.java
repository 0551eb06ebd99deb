package org.clipprobe.image.text;

import java.util.Arrays;

/**
 * Fills a polygon by the non-zero winding rule and gives each pixel the exact share of its area that is inside.
 *
 * <p>Each row of pixels is cut at every vertex and crossing into slabs in which edges neither begin, end nor cross; there
 * the winding number tells which edges bound the inside, and each of them adds its signed area to the pixels right of it.
 */
final class ScanConverter {
    private final Mask mask;
    private final double[] row;
    private final int edges;
    private final double[] top;
    private final double[] bottom;
    private final double[] xAtTop;
    private final double[] slope;
    private final int[] turn;
    private final int[] active;
    private final double[] leftInRow;
    private final double[] rightInRow;
    private final int[] across;
    private final double[] middles;
    private double[] cuts = new double[64];
    private int cutCount;
    private int activeCount;
    private int firstColumn;
    private int endColumn;

    private ScanConverter(Polygon polygon, Mask mask) {
        this.mask = mask;
        this.row = new double[mask.width() + 2];
        double[] segments = polygon.segments();
        long[] order = byTop(segments);
        edges = order.length;
        top = new double[edges];
        bottom = new double[edges];
        xAtTop = new double[edges];
        slope = new double[edges];
        turn = new int[edges];
        for (int edge = 0; edge < edges; edge++) {
            int at = 4 * (int) order[edge];
            boolean down = segments[at + 1] < segments[at + 3];
            int first = down ? at : at + 2;
            int second = down ? at + 2 : at;
            top[edge] = segments[first + 1];
            bottom[edge] = segments[second + 1];
            xAtTop[edge] = segments[first];
            slope[edge] = (segments[second] - segments[first]) / (bottom[edge] - top[edge]);
            turn[edge] = down ? 1 : -1;
        }
        active = new int[edges];
        leftInRow = new double[edges];
        rightInRow = new double[edges];
        across = new int[edges];
        middles = new double[edges];
    }

    /** Adds the polygon's coverage to the mask, at most to 1: exact where shapes do not overlap inside one pixel. */
    static void fill(Polygon polygon, Mask mask) {
        ScanConverter converter = new ScanConverter(polygon, mask);
        if (converter.edges > 0) {
            converter.run();
        }
    }

    /** The segments that are not level, by their tops: rows of pixels first, so that a sort of whole numbers does. */
    private long[] byTop(double[] segments) {
        long[] order = new long[segments.length / 4];
        int count = 0;
        for (int i = 0; i < order.length; i++) {
            if (segments[4 * i + 1] != segments[4 * i + 3]) {
                double y = Math.floor(Math.min(segments[4 * i + 1], segments[4 * i + 3]) - mask.top());
                long pixel = (long) Math.max(-1, Math.min(mask.height(), y));
                order[count++] = (pixel << 32) + i;
            }
        }
        long[] sorted = Arrays.copyOf(order, count);
        Arrays.sort(sorted);
        for (int i = 0; i < count; i++) {
            sorted[i] &= 0xFFFFFFFFL;
        }
        return sorted;
    }

    private void run() {
        double lowest = Double.NEGATIVE_INFINITY;
        for (double y : bottom) {
            lowest = Math.max(lowest, y);
        }
        findColumns();
        int first = (int) Math.max(0, Math.floor(top[0] - mask.top()));
        int last = (int) Math.min(mask.height(), Math.ceil(lowest - mask.top()));
        int next = 0;
        for (int y = first; y < last; y++) {
            double from = y + (double) mask.top();
            while (next < edges && top[next] < from + 1) {
                active[activeCount++] = next++;
            }
            dropEdgesAbove(from);
            cut(from);
            for (int i = 1; i < cutCount; i++) {
                if (cuts[i - 1] < cuts[i]) {
                    fillSlab(cuts[i - 1], cuts[i]);
                }
            }
            addRow(y);
        }
    }

    /** The columns that the polygon may touch; the rest of every row stays as it is. */
    private void findColumns() {
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        for (int edge = 0; edge < edges; edge++) {
            double xAtBottom = x(edge, bottom[edge]);
            left = Math.min(left, Math.min(xAtTop[edge], xAtBottom));
            right = Math.max(right, Math.max(xAtTop[edge], xAtBottom));
        }
        firstColumn = (int) Math.max(0, Math.min(mask.width(), Math.floor(left - mask.left()) - 1));
        endColumn = (int) Math.max(firstColumn, Math.min(mask.width(), Math.ceil(right - mask.left()) + 1));
    }

    private void dropEdgesAbove(double y) {
        int kept = 0;
        for (int i = 0; i < activeCount; i++) {
            if (bottom[active[i]] > y) {
                active[kept++] = active[i];
            }
        }
        activeCount = kept;
    }

    /** Cuts the row at its borders, the edges' ends and their crossings, from top to bottom. */
    private void cut(double from) {
        cutCount = 0;
        addCut(from);
        addCut(from + 1);
        for (int i = 0; i < activeCount; i++) {
            int edge = active[i];
            double low = Math.max(from, top[edge]);
            double high = Math.min(from + 1, bottom[edge]);
            double xLow = x(edge, low);
            double xHigh = x(edge, high);
            leftInRow[i] = Math.min(xLow, xHigh);
            rightInRow[i] = Math.max(xLow, xHigh);
            if (low > from) {
                addCut(low);
            }
            if (high < from + 1) {
                addCut(high);
            }
            for (int j = 0; j < i; j++) {
                if (leftInRow[i] <= rightInRow[j] && leftInRow[j] <= rightInRow[i]) {
                    cutCrossing(edge, active[j], from);
                }
            }
        }
        Arrays.sort(cuts, 0, cutCount);
    }

    private void addCut(double y) {
        if (cutCount == cuts.length) {
            cuts = Arrays.copyOf(cuts, 2 * cutCount);
        }
        cuts[cutCount++] = y;
    }

    private void cutCrossing(int a, int b, double from) {
        double low = Math.max(from, Math.max(top[a], top[b]));
        double high = Math.min(from + 1, Math.min(bottom[a], bottom[b]));
        if (low >= high) {
            return;
        }
        double before = x(a, low) - x(b, low);
        double after = x(a, high) - x(b, high);
        if (before * after < 0) {
            double crossing = low + (high - low) * before / (before - after);
            if (crossing > from && crossing < from + 1) {
                addCut(crossing);
            }
        }
    }

    private void fillSlab(double from, double to) {
        int count = findAcross(from, to);
        int winding = 0;
        for (int i = 0; i < count; i++) {
            int edge = across[i];
            int before = winding;
            winding += turn[edge];
            if (before == 0 || winding == 0) {
                addEdge(x(edge, from), x(edge, to), before == 0 ? to - from : from - to);
            }
        }
    }

    /** Finds the edges that go through the slab, from left to right; returns how many. */
    private int findAcross(double from, double to) {
        double middle = from + (to - from) / 2;
        int count = 0;
        for (int i = 0; i < activeCount; i++) {
            int edge = active[i];
            if (top[edge] <= from && bottom[edge] >= to) {
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
        return count;
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
        for (int x = firstColumn; x < endColumn; x++) {
            covered += row[x];
            if (covered > 0) {
                int at = y * mask.width() + x;
                values[at] = (float) Math.min(1, values[at] + covered);
            }
        }
        Arrays.fill(row, firstColumn, Math.min(row.length, endColumn + 2), 0);
    }

    private double x(int edge, double y) {
        return xAtTop[edge] + slope[edge] * (y - top[edge]);
    }
}
