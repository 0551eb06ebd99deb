package org.clipprobe.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FalseDiscoveryTest {
    @Test
    void equalsSciPyAndTheDefinitionOfAdaFilter() {
        for (String[] fields : Goldens.read("rates.txt")) {
            double[] selection = Goldens.numbers(fields[1]);
            double[] sorted = sorted(selection);
            FalseDiscovery bh = FalseDiscovery.benjaminiHochberg(sorted, sorted.length);
            FalseDiscovery ada = FalseDiscovery.adaFilter(sorted, sorted(Goldens.numbers(fields[2])));
            for (int i = 0; i < selection.length; i++) {
                assertEquals(Goldens.numbers(fields[3])[i], bh.q(selection[i]), 1e-12, fields[0]);
                assertEquals(Goldens.numbers(fields[4])[i], ada.q(selection[i]), 1e-12, fields[0]);
            }
        }
    }

    @Test
    void leavingOutLargePChangesNoQUpToTheLimit() {
        for (String[] fields : Goldens.read("rates.txt")) {
            double[] selection = sorted(Goldens.numbers(fields[1]));
            double[] filtering = sorted(Goldens.numbers(fields[2]));
            double[] small = Arrays.stream(selection).filter(p -> p <= 0.2).toArray();
            double[] smallFiltering =
                    Arrays.stream(filtering).filter(p -> p <= 0.2).toArray();
            sameUpTo(
                    0.2,
                    selection,
                    FalseDiscovery.benjaminiHochberg(selection, selection.length),
                    FalseDiscovery.benjaminiHochberg(small, selection.length));
            sameUpTo(
                    0.2,
                    selection,
                    FalseDiscovery.adaFilter(selection, filtering),
                    FalseDiscovery.adaFilter(small, smallFiltering));
        }
    }

    @Test
    void anAdaptiveQIsNoLargerThanThatOfAllHypothesesNorSmallerThanItsP() {
        for (String[] fields : Goldens.read("rates.txt")) {
            double[] selection = sorted(Goldens.numbers(fields[1]));
            FalseDiscovery bh = FalseDiscovery.benjaminiHochberg(selection, selection.length);
            FalseDiscovery ada = FalseDiscovery.adaFilter(selection, sorted(Goldens.numbers(fields[2])));
            for (double p : selection) {
                assertTrue(ada.q(p) <= bh.q(p) + 1e-12, "filtering costs nothing");
                assertTrue(ada.q(p) >= p - 1e-12, "a rate is no smaller than the p it comes from");
            }
        }
    }

    /** Hypotheses of which a part respond in all facets, and more in all but one: these are false. */
    @Test
    void bothKeepTheRateWhereFacetsAreIndependent() {
        double level = 0.1;
        int seeds = 100;
        double[] falseShare = new double[2];
        for (int seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            double[][] p = new double[400][];
            for (int i = 0; i < p.length; i++) {
                int responding = i < 40 ? 4 : i < 200 ? 3 : 0;
                p[i] = IntStream.range(0, 4)
                        .mapToDouble(f -> Math.pow(random.nextDouble(), f < responding ? 12 : 1))
                        .sorted()
                        .toArray();
            }
            double[] selection = sorted(Arrays.stream(p).mapToDouble(x -> x[3]).toArray());
            double[] filtering = sorted(Arrays.stream(p).mapToDouble(x -> x[2]).toArray());
            List<FalseDiscovery> rates = List.of(
                    FalseDiscovery.benjaminiHochberg(selection, selection.length),
                    FalseDiscovery.adaFilter(selection, filtering));
            for (int rule = 0; rule < 2; rule++) {
                FalseDiscovery rate = rates.get(rule);
                long all = Arrays.stream(p).filter(x -> rate.q(x[3]) <= level).count();
                long real = Arrays.stream(p, 0, 40)
                        .filter(x -> rate.q(x[3]) <= level)
                        .count();
                falseShare[rule] += all == 0 ? 0 : (all - real) / (double) all / seeds;
            }
        }
        assertTrue(falseShare[0] <= level, "Benjamini and Hochberg: " + falseShare[0]);
        assertTrue(falseShare[1] <= level, "AdaFilter: " + falseShare[1]);
        assertTrue(falseShare[1] > falseShare[0], "AdaFilter uses more of what is allowed");
    }

    @Test
    void ofNoHypothesesNothingIsDiscovered() {
        FalseDiscovery none = FalseDiscovery.benjaminiHochberg(new double[0], 0);
        assertEquals(1, none.q(0.01));
        assertTrue(Double.isNaN(none.largestP(0.5)));
    }

    private static void sameUpTo(double limit, double[] ps, FalseDiscovery whole, FalseDiscovery part) {
        for (double p : ps) {
            double q = whole.q(p);
            if (q <= limit) {
                assertEquals(q, part.q(p), 1e-15);
            } else {
                assertTrue(part.q(p) > limit, "what is above the limit stays above it");
            }
        }
        assertEquals(whole.largestP(limit), part.largestP(limit));
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
