package org.clipprobe.probe;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Tests one unit for every concept at once: a facet's values are sorted once, and rank sums over all of them and over
 * either half are taken in one pass, so that a unit costs O(n log n) for n examples however many concepts there are.
 *
 * <p>Results lie in the fields until the next unit; an instance belongs to one thread.
 */
final class ColumnTest {
    private final Design design;
    private final MannWhitney mannWhitney;
    private final double smallestZ;
    private final long[] keys;
    private final double[] rankSums;
    private final double[][] halfRankSums;
    private final int[] seen = new int[2];
    private double tieTerm;

    /** Area under the ROC curve, {@code [facets, concepts]}. */
    final double[][] auc;

    /** Largest p over the facets, per concept; 1 where it is above the limit. */
    final double[] largestP;

    /** Second largest p over the facets, per concept; 1 where it is above the limit. */
    final double[] secondP;

    /** The same on each half, {@code [halves, facets, concepts]}; NaN where a half has no example of the concept. */
    final double[][][] halfAuc;

    /**
     * A workspace.
     *
     * @param limit p above it need not be told apart
     */
    ColumnTest(Design design, MannWhitney mannWhitney, double limit) {
        this.design = design;
        this.mannWhitney = mannWhitney;
        smallestZ = limit < 1
                ? new NormalDistribution(0, 1).inverseCumulativeProbability(1 - limit) - 1e-6
                : Double.NEGATIVE_INFINITY;
        int concepts = design.tested().length;
        keys = new long
                [design.cells().stream().mapToInt(c -> c.rows().length).max().orElseThrow()];
        rankSums = new double[concepts];
        halfRankSums = new double[2][concepts];
        auc = new double[design.cells().size()][concepts];
        largestP = new double[concepts];
        secondP = new double[concepts];
        halfAuc = new double[2][design.cells().size()][concepts];
    }

    /** Tests the unit whose finite values, one for each row, begin at {@code offset}. */
    void test(float[] columns, int offset) {
        Arrays.fill(largestP, 0);
        Arrays.fill(secondP, 0);
        for (int facet = 0; facet < auc.length; facet++) {
            Design.Cell cell = design.cells().get(facet);
            sort(cell.rows(), columns, offset);
            rank(cell);
            respond(cell, auc[facet]);
            half(cell, 0, halfAuc[0][facet]);
            half(cell, 1, halfAuc[1][facet]);
        }
    }

    /** The last facet's values, sorted. */
    float[] lastSorted() {
        int n = design.cells().get(design.last()).rows().length;
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            int bits = (int) (keys[i] >> 32);
            values[i] = Float.intBitsToFloat(bits ^ ((bits >> 31) & Integer.MAX_VALUE));
        }
        return values;
    }

    /** Smallest area under the ROC curve over the facets of {@code auc}; NaN where one is. */
    static double score(double[][] auc, int concept) {
        double score = 1;
        for (double[] facet : auc) {
            score = Math.min(score, facet[concept]);
        }
        return score;
    }

    /** Sorts keys whose upper half orders as the values do and whose lower half is the place in the facet. */
    private void sort(int[] rows, float[] columns, int offset) {
        for (int i = 0; i < rows.length; i++) {
            int bits = Float.floatToRawIntBits(columns[offset + rows[i]] + 0f); // a negative zero is a zero
            keys[i] = ((long) (bits ^ ((bits >> 31) & Integer.MAX_VALUE)) << 32) | i;
        }
        Arrays.sort(keys, 0, rows.length);
    }

    /** Sums midranks per concept over all examples and over each half. */
    private void rank(Design.Cell cell) {
        Arrays.fill(rankSums, 0);
        Arrays.fill(halfRankSums[0], 0);
        Arrays.fill(halfRankSums[1], 0);
        seen[0] = 0;
        seen[1] = 0;
        tieTerm = 0;
        int n = cell.rows().length;
        for (int start = 0; start < n; ) {
            int end = start + 1;
            while (end < n && keys[end] >> 32 == keys[start] >> 32) {
                end++;
            }
            rankRun(cell, start, end);
            start = end;
        }
    }

    private void rankRun(Design.Cell cell, int start, int end) {
        int second = 0;
        for (int i = start; i < end; i++) {
            second += cell.half()[(int) keys[i]];
        }
        double run = end - start;
        tieTerm += run * run * run - run;
        double rank = start + (run + 1) / 2;
        double firstRank = seen[0] + (run - second + 1) / 2;
        double secondRank = seen[1] + (second + 1) / 2.0;
        for (int i = start; i < end; i++) {
            int place = (int) keys[i];
            int concept = cell.concept()[place];
            if (concept >= 0) {
                int half = cell.half()[place];
                rankSums[concept] += rank;
                halfRankSums[half][concept] += half == 0 ? firstRank : secondRank;
            }
        }
        seen[0] += end - start - second;
        seen[1] += second;
    }

    private void respond(Design.Cell cell, double[] area) {
        int n = cell.rows().length;
        for (int concept = 0; concept < area.length; concept++) {
            int positives = cell.counts()[concept];
            double u = rankSums[concept] - positives * (positives + 1.0) / 2;
            area[concept] = u / ((double) positives * (n - positives));
            double p = mannWhitney.p(u, positives, n - positives, tieTerm, smallestZ);
            if (p > largestP[concept]) {
                secondP[concept] = largestP[concept];
                largestP[concept] = p;
            } else if (p > secondP[concept]) {
                secondP[concept] = p;
            }
        }
    }

    private void half(Design.Cell cell, int half, double[] area) {
        int n = cell.halfSizes()[half];
        for (int concept = 0; concept < area.length; concept++) {
            double positives = cell.halfCounts()[half][concept];
            double u = halfRankSums[half][concept] - positives * (positives + 1) / 2;
            area[concept] = u / (positives * (n - positives)); // 0 / 0 is NaN
        }
    }
}
