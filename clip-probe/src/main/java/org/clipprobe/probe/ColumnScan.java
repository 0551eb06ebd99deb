package org.clipprobe.probe;

import java.util.Arrays;

/**
 * Tests one unit for every concept at once. A source has one value, the mean of its variants; a concept's value is the
 * mean of its sources, and its effect the distance from the median concept in robust standard deviations of the
 * concepts that it can be compared with.
 *
 * <p>Results lie in the fields until the next unit; an instance belongs to one thread.
 */
final class ColumnScan {
    /** Makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double NORMAL = 1.4826;

    /** The share of concepts that lie below the upper decile, and where that is in a normal distribution. */
    private static final double MOST = 0.9;

    private static final double NORMAL_DECILE = 1.2815515655446004;

    private final Design design;
    private final ColumnSort sort;
    private final float[][] sources;
    private final double[] rankSums;
    private final double[][] values;
    private final int[] seen;

    /** Effect in robust standard deviations, {@code [facets, concepts]}. */
    final double[][] effect;

    /** Area under the ROC curve over sources, {@code [facets, concepts]}. */
    final double[][] auc;

    ColumnScan(Design design) {
        this.design = design;
        int concepts = design.tested().length;
        int facets = design.cells().size();
        int most = design.cells().stream()
                .mapToInt(cell -> cell.concept().length)
                .max()
                .orElseThrow();
        sort = new ColumnSort(most);
        sources = design.cells().stream()
                .map(cell -> new float[cell.concept().length])
                .toArray(float[][]::new);
        seen = new int[most];
        rankSums = new double[concepts];
        values = new double[facets][concepts];
        effect = new double[facets][concepts];
        auc = new double[facets][concepts];
    }

    /** Tests the unit whose finite values, one for each row, begin at {@code offset}. */
    void test(float[] columns, int offset) {
        for (int facet = 0; facet < effect.length; facet++) {
            Design.Cell cell = design.cells().get(facet);
            means(facet, cell.all(), columns, offset);
        }
    }

    /** Tests the last facet again with some of its rows; the other facets stay as they are. */
    void redraw(int[] rows, float[] columns, int offset) {
        means(effect.length - 1, rows, columns, offset);
    }

    /** A facet's values, one for each source. */
    float[] sources(int facet) {
        return sources[facet];
    }

    /** Smallest effect over the facets. */
    double score(int concept) {
        return smallest(effect, concept);
    }

    /** Smallest area over the facets. */
    double area(int concept) {
        return smallest(auc, concept);
    }

    /** A concept's rank among those that it is compared with, as a share of them. */
    double p(int facet, int concept) {
        Design.Cell cell = design.cells().get(facet);
        int[] peers = cell.groups().get(cell.group()[concept]);
        int reaching = 0;
        for (int peer : peers) {
            reaching += effect[facet][peer] >= effect[facet][concept] ? 1 : 0;
        }
        return (double) reaching / peers.length;
    }

    private static double smallest(double[][] of, int concept) {
        double smallest = Double.POSITIVE_INFINITY;
        for (double[] facet : of) {
            smallest = Math.min(smallest, facet[concept]);
        }
        return smallest;
    }

    /** Sources' and concepts' values, areas and effects. */
    private void means(int facet, int[] rows, float[] columns, int offset) {
        Design.Cell cell = design.cells().get(facet);
        double[] sums = new double[cell.concept().length];
        Arrays.fill(seen, 0, sums.length, 0);
        for (int i : rows) {
            sums[cell.source()[i]] += columns[offset + cell.rows()[i]];
            seen[cell.source()[i]]++;
        }
        for (int s = 0; s < sums.length; s++) {
            sources[facet][s] = (float) (sums[s] / seen[s]);
        }
        for (int concept = 0; concept < values[facet].length; concept++) {
            double sum = 0;
            for (int s : cell.used()[concept]) {
                sum += sources[facet][s];
            }
            values[facet][concept] = sum / cell.used()[concept].length;
        }
        areas(cell, sources[facet], auc[facet]);
        effects(facet);
    }

    private void areas(Design.Cell cell, float[] of, double[] area) {
        int n = of.length;
        sort.sort(cell.places(), of, 0);
        Arrays.fill(rankSums, 0);
        for (int start = 0; start < n; ) {
            int end = start + 1;
            while (end < n && sort.tied(start, end)) {
                end++;
            }
            double rank = (start + end + 1) / 2.0;
            for (int i = start; i < end; i++) {
                int concept = cell.concept()[sort.row(i)];
                if (concept >= 0) {
                    rankSums[concept] += rank;
                }
            }
            start = end;
        }
        for (int concept = 0; concept < area.length; concept++) {
            double positives = cell.own()[concept];
            area[concept] = (rankSums[concept] - positives * (positives + 1) / 2) / (positives * (n - positives));
        }
    }

    private void effects(int facet) {
        for (int[] group : design.cells().get(facet).groups()) {
            double[] of = pick(values[facet], group);
            double median = median(of);
            double scale = scale(of, median);
            for (int concept : group) {
                effect[facet][concept] = scale == 0 ? 0 : (values[facet][concept] - median) / scale;
            }
        }
    }

    /**
     * The standard deviation, from the median absolute deviation or the upper decile, whichever is larger: many units are
     * near silent for most concepts and far from it for some, and by the first alone chance would reach any effect. The
     * plain one of a unit that is silent for nearly all.
     */
    private static double scale(double[] values, double median) {
        double[] deviations = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            deviations[i] = Math.abs(values[i] - median);
        }
        double robust = Math.max(NORMAL * median(deviations), (decile(values) - median) / NORMAL_DECILE);
        if (robust > 0) {
            return robust;
        }
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / values.length);
    }

    private static double decile(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(MOST * (sorted.length - 1))];
    }

    private static double[] pick(double[] values, int[] group) {
        double[] picked = new double[group.length];
        for (int i = 0; i < group.length; i++) {
            picked[i] = values[group[i]];
        }
        return picked;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
