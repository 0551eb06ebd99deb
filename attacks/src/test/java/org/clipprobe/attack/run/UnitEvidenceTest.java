package org.clipprobe.attack.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnitEvidenceTest {
    private static final int UNITS = 30;

    /** Units 3 and 7 carry the attack, unit 0 is always loud and carries nothing, the others are noise. */
    @Test
    void plantedUnitsPredictSuccessAndOthersDoNot() {
        Random chance = new Random(4);
        List<float[]> before = new ArrayList<>();
        List<float[]> after = new ArrayList<>();
        boolean[] success = new boolean[200];
        for (int trial = 0; trial < success.length; trial++) {
            success[trial] = trial % 3 == 0;
            float[] quiet = noise(chance);
            float[] driven = noise(chance);
            quiet[0] += 50;
            driven[0] += 50;
            driven[3] += success[trial] ? 6 : 1;
            driven[7] += success[trial] ? 6 : 1;
            before.add(quiet);
            after.add(driven);
        }
        UnitEvidence evidence = UnitEvidence.of(before, after, success, List.of(3, 7), 200, 1);
        assertTrue(evidence.drive().area() > 0.98, evidence.toString());
        assertTrue(evidence.drive().low() > evidence.randomHigh(), evidence.toString());
        assertEquals(0.5, evidence.randomMean(), 0.03);
        assertTrue(evidence.randomLow() < 0.5 && evidence.randomHigh() > 0.5);
        assertEquals(0, evidence.largest().get(0));
        UnitEvidence loud = UnitEvidence.of(before, after, success, List.of(0), 50, 1);
        assertTrue(Math.abs(loud.drive().area() - 0.5) < 0.1);
        assertEquals(evidence, UnitEvidence.of(before, after, success, List.of(3, 7), 200, 1), "seeded");
    }

    private static float[] noise(Random chance) {
        float[] row = new float[UNITS];
        for (int i = 0; i < UNITS; i++) {
            row[i] = (float) chance.nextGaussian();
        }
        return row;
    }

    @Test
    void unitsThatFireForAWordAreFound() {
        List<float[]> others = List.of(new float[] {0, 0, 5}, new float[] {1, 0, 5}, new float[] {2, 0, 5});
        List<float[]> word = List.of(new float[] {3, 1, 5}, new float[] {3, 0, 4});
        assertEquals(List.of(0, 1), UnitEvidence.firing(List.of(0, 1, 2), word, others));
        assertEquals(List.of(1), UnitEvidence.firing(List.of(1, 2), word, others));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        List<float[]> one = List.of(new float[] {1});
        assertThrows(IllegalArgumentException.class, () -> UnitEvidence.of(one, one, new boolean[2], List.of(0), 1, 1));
        assertThrows(IllegalArgumentException.class, () -> UnitEvidence.of(one, one, new boolean[1], List.of(), 1, 1));
    }
}
