package org.clipprobe.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.statistic.Shuffle;
import org.junit.jupiter.api.Test;

/** What agrees by coincidence, against going through permutations. */
class AgreementTest {
    private static final int[] FACETS = {0, 1, 2};

    @Test
    void aUnitWithOneConceptInCommonIsClaimedAtTheExactChance() throws ProbeException {
        Design design = design(40);
        Agreement agreement = new Agreement(design, FACETS, 0.2);
        agreement.take(hits(new int[][] {{3}, {3}, {3}}));
        agreement.at(2);
        assertTrue(agreement.claimed);
        assertEquals(1 / 40.0, agreement.chance, 1e-12);
        agreement.take(hits(new int[][] {{3, 7}, {3, 9}, {3, 11}}));
        agreement.at(2);
        assertTrue(agreement.claimed);
        assertEquals(2 / 40.0, agreement.chance, 1e-12, "two that reach it in a facet, one in the others");
    }

    @Test
    void theFacetThatAUnitLacksMostEasilyCounts() throws ProbeException {
        Agreement agreement = new Agreement(design(40), FACETS, 0.2);
        agreement.take(hits(new int[][] {{3, 4, 5}, {3, 4, 6}, {7}}));
        agreement.at(2);
        assertFalse(agreement.claimed);
        assertEquals(2 / 40.0, agreement.chance, 1e-12, "pictures agree on two concepts, words reach one");
    }

    /** With ten concepts in each facet some agree by coincidence: more are asked for. */
    @Test
    void aBroadUnitHasToAgreeOnMoreConceptsThanByCoincidence() throws ProbeException {
        int[] ten = IntStream.range(0, 10).toArray();
        Agreement agreement = new Agreement(design(40), FACETS, 0.2);
        int[] oneOfThem = IntStream.range(9, 19).toArray();
        agreement.take(hits(new int[][] {ten, ten, oneOfThem}));
        agreement.at(2);
        assertEquals(1, agreement.overlap);
        assertFalse(agreement.claimed);
        agreement.take(hits(new int[][] {ten, ten, ten}));
        agreement.at(2);
        assertTrue(agreement.claimed);
        assertTrue(agreement.chance <= 0.05, "a quarter of the rate: " + agreement.chance);
    }

    /** The bound against the share of permutations of the words in which as many concepts agree. */
    @Test
    void theChanceIsNoSmallerThanTheShareOfPermutations() throws ProbeException {
        Random random = new Random(5);
        int concepts = 40;
        Agreement agreement = new Agreement(design(concepts), FACETS, 0.2);
        for (int size : new int[] {1, 2, 5, 10, 16}) {
            int[] set = IntStream.range(0, size).toArray();
            agreement.take(hits(new int[][] {set, set, set}));
            agreement.at(2);
            double chance = agreement.chance;
            int claimed = 0;
            int draws = 20_000;
            for (int draw = 0; draw < draws; draw++) {
                int[] order = Shuffle.permutation(concepts, random);
                int[] words = IntStream.of(set).map(c -> order[c]).sorted().toArray();
                agreement.take(hits(new int[][] {set, set, words}));
                agreement.at(2);
                claimed += agreement.claimed ? 1 : 0;
            }
            double share = claimed / (double) draws;
            double error = 4 * Math.sqrt(Math.max(chance, 1e-4) / draws);
            assertTrue(share <= chance + error, size + " concepts: " + share + " of permutations, said " + chance);
        }
    }

    @Test
    void readingLettersIsNoResponseToTheWord() throws ProbeException {
        Agreement agreement = new Agreement(design(40), FACETS, 0.2);
        UnitHits unit = hits(new int[][] {{3}, {3}, {3}});
        agreement.take(new UnitHits(0, unit.concepts(), unit.effects(), new boolean[] {true}));
        agreement.at(2);
        assertEquals(0, agreement.overlap);
        assertFalse(agreement.claimed);
    }

    @Test
    void theThresholdIsTheLowestEffectThatKeepsTheRateOverAllHookPoints() throws ProbeException {
        Design design = design(40);
        List<UnitHits> strong = new ArrayList<>();
        List<UnitHits> weak = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            strong.add(hits(new int[][] {{i}, {i}, {i}}));
        }
        for (int i = 0; i < 200; i++) {
            double[][] effects = {{3}, {3}, {3}};
            weak.add(new UnitHits(i, new int[][] {{i % 40}, {i % 40}, {(i + 1) % 40}}, effects, new boolean[1]));
        }
        Decision decision = Decision.of(List.of(strong, weak), design, FACETS, 0.2);
        assertTrue(decision.threshold() > 3 && decision.threshold() <= 5, "at 3, 5 of 10 would be by coincidence");
        assertEquals(10, decision.at(0, decision.threshold()).units());
        assertEquals(0, decision.at(1, decision.threshold()).units());
        assertEquals(10 / 40.0 * (1 + 1 / 10.0) / 10, decision.q(5), 1e-9);
        assertEquals(10, claimed(10, design, 0.03), "0.25 of 10 by coincidence, and a tenth for the level's choice");
        assertEquals(0, claimed(10, design, 0.026), "a rate between 0.025 and 0.0275");
        assertEquals(1, claimed(1, design, 0.05));
        assertEquals(0, claimed(1, design, 0.04), "a single unit counts its chance of 1 in 40 twice");
        assertTrue(Double.isInfinite(
                Decision.of(List.of(weak), design, FACETS, 0.2).threshold()));
    }

    /** How many of some units that agree on one concept each are claimed. */
    private static int claimed(int units, Design design, double rate) {
        List<UnitHits> layer = IntStream.range(0, units)
                .mapToObj(i -> hits(new int[][] {{i}, {i}, {i}}))
                .toList();
        Decision decision = Decision.of(List.of(layer), design, FACETS, rate);
        return decision.at(0, decision.threshold()).units();
    }

    private static UnitHits hits(int[][] concepts) {
        double[][] effects = new double[concepts.length][];
        for (int facet = 0; facet < concepts.length; facet++) {
            effects[facet] = IntStream.of(concepts[facet]).mapToDouble(c -> 5).toArray();
        }
        return new UnitHits(0, concepts, effects, new boolean[concepts[2].length]);
    }

    private static Design design(int concepts) throws ProbeException {
        int n = 3 * concepts;
        Labels labels = new Labels(
                IntStream.range(0, concepts).mapToObj(Planted::name).toList(),
                Facet.all("drawing", "photo", "word"),
                IntStream.range(0, n).map(i -> i % concepts).toArray(),
                IntStream.range(0, n).map(i -> i / concepts).toArray());
        return Design.of(labels, MultimodalOptions.defaults());
    }
}
