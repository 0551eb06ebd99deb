package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The pairs of a hook point that reach the smallest area accepted in every facet, and how many of them would by
 * coincidence.
 *
 * <p>A unit has concepts whose words it prefers and concepts whose pictures it prefers. Were the two unrelated, the
 * words' concepts could as well be permuted: of all permutations of C concepts, the mean number of pairs that reach a
 * score is the sum over units of (concepts whose pictures reach it) × (concepts whose words reach it) / C, exactly. Over
 * the number of pairs that do reach it, this is the false discovery rate at the score.
 */
final class Matches {
    private final List<Match> matches;
    private final double[] scores;
    private final double[] q;

    private Matches(List<Match> matches, double[] scores, double[] q) {
        this.matches = matches;
        this.scores = scores;
        this.q = q;
    }

    /**
     * Matches what the last facet and the others have in common.
     *
     * @param concepts number of concepts tested
     */
    static Matches of(List<LayerScan.UnitHits> hits, int concepts) {
        List<Match> matches = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < hits.size(); i++) {
            LayerScan.UnitHits unit = hits.get(i);
            int last = unit.concepts().length - 1;
            for (int j = 0; j < unit.concepts()[0].length; j++) {
                double others = withoutLast(unit, unit.concepts()[0][j]);
                if (!Double.isNaN(others)) {
                    events.add(new Event(others, i, false, false));
                }
            }
            for (int j = 0; j < unit.concepts()[last].length; j++) {
                int concept = unit.concepts()[last][j];
                boolean reads = unit.readsLetters()[j];
                double area = unit.areas()[last][j];
                if (!reads) {
                    events.add(new Event(area, i, true, false));
                }
                double score = Math.min(area, withoutLast(unit, concept));
                if (!Double.isNaN(score)) {
                    matches.add(new Match(unit.unit(), concept, score, reads));
                }
            }
        }
        matches.stream().filter(m -> !m.readsLetters()).forEach(m -> events.add(new Event(m.score(), 0, false, true)));
        return rates(matches, events, hits.size(), concepts);
    }

    /** Every pair, units ascending, those that read letters among them. */
    List<Match> all() {
        return matches;
    }

    /** The false discovery rate of all that have at least this score; 1 where none has a smaller one. */
    double q(double score) {
        int from = 0;
        int to = scores.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (scores[middle] <= score) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from == scores.length ? 1 : q[from];
    }

    /** The smallest score at which the rate is kept; NaN where there is none. */
    double threshold(double rate) {
        double threshold = Double.NaN;
        for (int i = 0; i < scores.length && q[i] <= rate; i++) {
            threshold = scores[i];
        }
        return threshold;
    }

    /** The smallest area of a concept over all facets but the last; NaN where one does not reach the smallest. */
    private static double withoutLast(LayerScan.UnitHits unit, int concept) {
        double area = 1;
        for (int facet = 0; facet < unit.concepts().length - 1; facet++) {
            area = Math.min(area, unit.area(facet, concept));
        }
        return area;
    }

    /** Walks down the scores, counting per unit what reaches them. */
    private static Matches rates(List<Match> matches, List<Event> events, int units, int concepts) {
        events.sort(Comparator.comparingDouble(Event::score).reversed());
        int[] others = new int[units];
        int[] last = new int[units];
        double[] scores = new double[matches.size()];
        double[] q = new double[matches.size()];
        long products = 0;
        int pairs = 0;
        int levels = 0;
        boolean grew = false;
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event.pair()) {
                pairs++;
                grew = true;
            } else if (event.ofLast()) {
                last[event.unit()]++;
                products += others[event.unit()];
            } else {
                others[event.unit()]++;
                products += last[event.unit()];
            }
            boolean levelEnds = i + 1 == events.size() || events.get(i + 1).score() < event.score();
            if (levelEnds && grew) {
                grew = false;
                scores[levels] = event.score();
                q[levels++] = Math.min(1, (double) products / concepts / pairs);
            }
        }
        return new Matches(matches, Arrays.copyOf(scores, levels), downwards(Arrays.copyOf(q, levels)));
    }

    /** The rate of a score is the smallest rate of any score that is no larger. */
    private static double[] downwards(double[] q) {
        for (int i = q.length - 2; i >= 0; i--) {
            q[i] = Math.min(q[i], q[i + 1]);
        }
        return q;
    }

    /** Something that reaches a score: a concept of a unit in the last facet or in all others, or a pair in all. */
    private record Event(double score, int unit, boolean ofLast, boolean pair) {}

    /** A pair that reaches the smallest area in every facet. */
    record Match(int unit, int concept, double score, boolean readsLetters) {}
}
