package org.clipprobe.probe;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The test on each half of the probing set by itself. A pair is found on a half when it keeps the false discovery rate
 * there, and confirmed when it reaches the smallest area accepted in every facet on the other half.
 */
final class Halves {
    private final List<Matches> matches;
    private final double[] thresholds;
    private final double minimumAuc;

    private Halves(List<Matches> matches, double[] thresholds, double minimumAuc) {
        this.matches = matches;
        this.thresholds = thresholds;
        this.minimumAuc = minimumAuc;
    }

    /** The halves of a hook point. */
    static Halves of(List<List<LayerScan.UnitHits>> halves, int concepts, MultimodalOptions options) {
        List<Matches> matches =
                halves.stream().map(half -> Matches.of(half, concepts)).toList();
        double[] thresholds =
                matches.stream().mapToDouble(m -> m.threshold(options.fdr())).toArray();
        return new Halves(matches, thresholds, options.minimumAuc());
    }

    /** Whether a pair with these scores is found on one half and confirmed on the other. */
    boolean confirm(double first, double second) {
        return Math.min(first, second) >= minimumAuc && (first >= thresholds[0] || second >= thresholds[1]);
    }

    /** The count over all pairs, both ways together. */
    SplitHalf splitHalf(long pairs) {
        int found = 0;
        int confirmed = 0;
        double chance = 0;
        for (int half = 0; half < 2; half++) {
            List<Matches.Match> other = matches.get(1 - half).all();
            Set<List<Integer>> there = new HashSet<>();
            other.forEach(m -> there.add(List.of(m.unit(), m.concept())));
            int foundHere = 0;
            for (Matches.Match match : matches.get(half).all()) {
                if (match.score() >= thresholds[half]) {
                    foundHere++;
                    confirmed += there.contains(List.of(match.unit(), match.concept())) ? 1 : 0;
                }
            }
            found += foundHere;
            chance += pairs == 0 ? 0 : (double) foundHere * other.size() / pairs;
        }
        return new SplitHalf(found, confirmed, chance);
    }
}
