package org.clipprobe.probe;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clipprobe.statistic.MannWhitney;

/**
 * Tests one unit for every concept at once: a facet's values are sorted once, and rank sums over all of them and over
 * either half are taken in one pass, however many concepts there are.
 *
 * <p>Results lie in the fields until the next unit; an instance belongs to one thread.
 */
final class ColumnTest {
    private final Design design;
    private final MannWhitney mannWhitney;
    private final double limit;
    private final double smallestZ;
    private final ColumnSort sort;
    private final double[][] statistics;
    private final double[] tieTerms;
    private final double[] rankSums;
    private final double[][] halfRankSums;
    private final int[] seen = new int[2];

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
        this.limit = limit;
        smallestZ = limit < 1
                ? new NormalDistribution(0, 1).inverseCumulativeProbability(1 - limit) - 1e-6
                : Double.NEGATIVE_INFINITY;
        int concepts = design.tested().length;
        int rows = design.cells().stream().mapToInt(c -> c.rows().length).max().orElseThrow();
        sort = new ColumnSort(rows);
        statistics = new double[design.cells().size()][concepts];
        tieTerms = new double[design.cells().size()];
        rankSums = new double[concepts];
        halfRankSums = new double[2][concepts];
        auc = new double[design.cells().size()][concepts];
        largestP = new double[concepts];
        secondP = new double[concepts];
        halfAuc = new double[2][design.cells().size()][concepts];
    }

    /** Tests the unit whose finite values, one for each row, begin at {@code offset}. */
    void test(float[] columns, int offset) {
        for (int facet = 0; facet < auc.length; facet++) {
            Design.Cell cell = design.cells().get(facet);
            sort.sort(cell.rows(), columns, offset);
            tieTerms[facet] = rank(cell);
            whole(cell, statistics[facet], auc[facet]);
            half(cell, 0, halfAuc[0][facet]);
            half(cell, 1, halfAuc[1][facet]);
        }
        for (int concept = 0; concept < largestP.length; concept++) {
            p(concept);
        }
    }

    /** The last facet's values, ascending. */
    float[] lastSorted() {
        return sort.values();
    }

    /** Smallest area under the ROC curve over the facets of {@code auc}; NaN where one is. */
    static double score(double[][] auc, int concept) {
        double score = 1;
        for (double[] facet : auc) {
            score = Math.min(score, facet[concept]);
        }
        return score;
    }

    /** Sums midranks per concept over all examples and over each half; returns the tie term. */
    private double rank(Design.Cell cell) {
        Arrays.fill(rankSums, 0);
        Arrays.fill(halfRankSums[0], 0);
        Arrays.fill(halfRankSums[1], 0);
        Arrays.fill(seen, 0);
        double tieTerm = 0;
        int n = cell.rows().length;
        for (int start = 0; start < n; ) {
            int end = start + 1;
            while (end < n && sort.tied(start, end)) {
                end++;
            }
            rankRun(cell, start, end);
            double run = end - start;
            tieTerm += run * run * run - run;
            start = end;
        }
        return tieTerm;
    }

    /** Gives equal values the mean of their ranks, among all examples and among those of their half. */
    private void rankRun(Design.Cell cell, int start, int end) {
        int inSecond = 0;
        for (int i = start; i < end; i++) {
            inSecond += cell.half()[sort.row(i)];
        }
        int inFirst = end - start - inSecond;
        double rank = (start + end + 1) / 2.0;
        double firstRank = seen[0] + (inFirst + 1) / 2.0;
        double secondRank = seen[1] + (inSecond + 1) / 2.0;
        for (int i = start; i < end; i++) {
            int row = sort.row(i);
            int concept = cell.concept()[row];
            if (concept >= 0) {
                int half = cell.half()[row];
                rankSums[concept] += rank;
                halfRankSums[half][concept] += half == 0 ? firstRank : secondRank;
            }
        }
        seen[0] += inFirst;
        seen[1] += inSecond;
    }

    private void whole(Design.Cell cell, double[] statistic, double[] area) {
        int n = cell.rows().length;
        for (int concept = 0; concept < area.length; concept++) {
            double positives = cell.counts()[concept];
            statistic[concept] = rankSums[concept] - positives * (positives + 1) / 2;
            area[concept] = statistic[concept] / (positives * (n - positives));
        }
    }

    /** The two largest p; once two are above the limit the others are not looked at. */
    private void p(int concept) {
        double largest = 0;
        double second = 0;
        for (int facet = 0; facet < auc.length && second < 1; facet++) {
            Design.Cell cell = design.cells().get(facet);
            int positives = cell.counts()[concept];
            int negatives = cell.rows().length - positives;
            double p = mannWhitney.p(statistics[facet][concept], positives, negatives, tieTerms[facet], smallestZ);
            if (p > limit) {
                p = 1;
            }
            second = Math.max(second, Math.min(largest, p));
            largest = Math.max(largest, p);
        }
        largestP[concept] = largest;
        secondP[concept] = second;
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
