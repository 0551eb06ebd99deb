package org.clipprobe.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatchesTest {
    private static final int CONCEPTS = 5;
    private static final double MINIMUM = 0.5;

    /** The rate at a score, by going through all 120 permutations of five concepts. */
    @Test
    void theRateIsTheMeanOverAllPermutations() {
        List<int[]> permutations = permutations(CONCEPTS);
        assertEquals(120, permutations.size());
        for (int seed = 0; seed < 6; seed++) {
            double[][][] areas = areas(new Random(seed), 8);
            Matches matches = Matches.of(hits(areas), CONCEPTS);
            for (Matches.Match match : matches.all()) {
                double smallest = 1;
                for (Matches.Match other : matches.all()) {
                    if (other.score() <= match.score()) {
                        double expected = permutations.stream()
                                .mapToInt(names -> reaching(areas, names, other.score()))
                                .average()
                                .orElseThrow();
                        smallest = Math.min(smallest, expected / reaching(areas, permutations.get(0), other.score()));
                    }
                }
                assertEquals(smallest, matches.q(match.score()), 1e-12);
            }
        }
    }

    @Test
    void theThresholdIsTheSmallestScoreThatKeepsTheRate() {
        Matches matches = Matches.of(hits(areas(new Random(9), 200)), CONCEPTS);
        for (double rate : new double[] {0.9, 0.95, 0.99}) {
            double threshold = matches.threshold(rate);
            for (Matches.Match match : matches.all()) {
                boolean passes = match.score() >= threshold;
                assertEquals(passes, matches.q(match.score()) <= rate, match + " at " + rate + " from " + threshold);
            }
        }
        assertTrue(Double.isNaN(matches.threshold(0.01)), "chance keeps no rate below one in five");
        assertTrue(Double.isNaN(Matches.of(List.of(), CONCEPTS).threshold(0.5)), "nor do no units");
    }

    /** Areas, [units, facets, concepts], with ties. */
    private static double[][][] areas(Random random, int units) {
        return IntStream.range(0, units)
                .mapToObj(u -> IntStream.range(0, 3)
                        .mapToObj(f -> random.doubles(CONCEPTS)
                                .map(x -> Math.round((0.4 + 0.6 * x) * 50) / 50.0)
                                .toArray())
                        .toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    private static List<LayerScan.UnitHits> hits(double[][][] areas) {
        List<LayerScan.UnitHits> hits = new ArrayList<>();
        for (int unit = 0; unit < areas.length; unit++) {
            int[][] concepts = new int[3][];
            double[][] reached = new double[3][];
            for (int facet = 0; facet < 3; facet++) {
                double[] area = areas[unit][facet];
                concepts[facet] = IntStream.range(0, CONCEPTS)
                        .filter(c -> area[c] >= MINIMUM)
                        .toArray();
                reached[facet] =
                        IntStream.of(concepts[facet]).mapToDouble(c -> area[c]).toArray();
            }
            hits.add(new LayerScan.UnitHits(unit, concepts, reached, new boolean[concepts[2].length]));
        }
        return hits;
    }

    private static int reaching(double[][][] areas, int[] names, double score) {
        int pairs = 0;
        for (double[][] unit : areas) {
            for (int concept = 0; concept < CONCEPTS; concept++) {
                double pictures = Math.min(unit[0][concept], unit[1][concept]);
                pairs += Math.min(pictures, unit[2][names[concept]]) >= score ? 1 : 0;
            }
        }
        return pairs;
    }

    /** All permutations, the identity first. */
    private static List<int[]> permutations(int n) {
        List<int[]> all = new ArrayList<>();
        permute(new int[n], 0, new boolean[n], all);
        return all;
    }

    private static void permute(int[] names, int at, boolean[] used, List<int[]> all) {
        if (at == names.length) {
            all.add(names.clone());
            return;
        }
        for (int name = 0; name < names.length; name++) {
            if (!used[name]) {
                used[name] = true;
                names[at] = name;
                permute(names, at + 1, used, all);
                used[name] = false;
            }
        }
    }
}
