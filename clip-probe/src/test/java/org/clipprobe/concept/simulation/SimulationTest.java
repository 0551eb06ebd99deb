package org.clipprobe.concept.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.naming.Samples;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.Similarity;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.Correlation;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int CONCEPTS = 40;

    /** Unit 0 fires for concept 0, unit 1 for concepts 1 and 2, unit 2 for nothing in particular. */
    private static NamingInput input(long seed) {
        Random random = new Random(seed);
        Embeddings concepts = Samples.directions(CONCEPTS, 64, random);
        int[] shown = random.ints(1_600, 0, CONCEPTS).toArray();
        Embeddings examples = Samples.examples(concepts, shown, 0.7, random);
        List<Set<Integer>> fires = List.of(Set.of(0), Set.of(1, 2), Set.of());
        float[][] values = new float[shown.length][fires.size()];
        for (int e = 0; e < shown.length; e++) {
            for (int u = 0; u < fires.size(); u++) {
                values[e][u] = (float) ((fires.get(u).contains(shown[e]) ? 3 : 0) + 0.3 * random.nextGaussian());
            }
        }
        return new NamingInput(
                List.of(Samples.layer("vision.0.mlp", values)),
                examples,
                concepts,
                Samples.set(CONCEPTS),
                Optional.empty());
    }

    @Test
    void plantedNamesPredictHeldOutExamples() {
        for (int seed = 0; seed < 6; seed++) {
            List<SimulationScore> scores = Simulation.run(input(seed), SimulationOptions.standard(), Progress.none())
                    .get(0)
                    .units();
            SimulationScore one = scores.get(0);
            assertEquals(List.of(0), one.name().any());
            assertTrue(one.score() > 0.7, "one concept: " + one);
            assertTrue(one.excess() > 0.4, "beyond random directions: " + one);
            SimulationScore two = scores.get(1);
            assertEquals(Set.of(1, 2), Set.copyOf(two.revised().any()));
            assertTrue(two.revisedScore() > two.score() + 0.1, "two concepts, revised: " + two);
            assertFalse(two.fireButUnfit().isEmpty());
            assertTrue(Math.abs(scores.get(2).score()) < 0.2, "noise: " + scores.get(2));
        }
    }

    @Test
    void randomDirectionsAreAsFarFromEachOtherAsTheConcepts() {
        Embeddings concepts = Samples.directions(CONCEPTS, 16, new Random(0));
        Embeddings turned = RandomDirections.of(concepts, new Random(1));
        for (int c = 1; c < CONCEPTS; c++) {
            assertEquals(concepts.cosine(0, concepts, c), turned.cosine(0, turned, c), 1e-5);
        }
        assertTrue(Math.abs(concepts.cosine(0, turned, 0)) < 0.9);
    }

    @Test
    void theIntervalOfTheExcessIsThatOfStudent() {
        Excess excess = Excess.of(0.5, new double[] {0.1, 0.2, 0.3});
        assertEquals(0.3, excess.mean(), 1e-12);
        // t of 2 degrees of freedom at 0.975 is 4.302653, the controls' standard deviation 0.1.
        assertEquals(0.3 - 4.302653 * 0.1 * Math.sqrt(4.0 / 3), excess.low(), 1e-6);
        assertEquals(0.6, excess.low() + excess.high(), 1e-12);
    }

    @Test
    void sameSeedSameScores() {
        assertEquals(
                Simulation.run(input(1), SimulationOptions.standard(), Progress.none()),
                Simulation.run(input(1), SimulationOptions.standard(), Progress.none()));
    }

    @Test
    void usesNoMoreExamplesThanAsked() {
        SimulationOptions options = new SimulationOptions(Similarity.standard(), 301, 5, 2, 0);
        LayerSimulation layer =
                Simulation.run(input(1), options, Progress.none()).get(0);
        assertEquals(151, layer.known());
        assertEquals(150, layer.heldOut());
        assertTrue(layer.units().get(0).fitButSilent().size() <= 5);
    }

    @Test
    void tooFewExamplesAreNamed() {
        Embeddings three = Samples.directions(3, 4, new Random(0));
        NamingInput input = new NamingInput(List.of(), three, three, Samples.set(3), Optional.empty());
        assertThrows(
                IllegalArgumentException.class,
                () -> Simulation.run(input, SimulationOptions.standard(), Progress.none()));
    }

    @Test
    void calibrationIsIsotonicRegression() {
        // Pools (2, 3) → 3.5 and (5, 6) → 6, as scikit-learn's and any other correct solver does.
        float[] x = {1, 2, 3, 4, 5, 6};
        float[] y = {1, 4, 3, 5, 8, 4};
        Calibration fit = Calibration.fit(x, y);
        assertEquals(1, fit.at(0));
        assertEquals(3.5, fit.at(2.5), 1e-12);
        assertEquals(5, fit.at(4), 1e-12);
        assertEquals(6, fit.at(9), 1e-12);
        assertEquals(4.25, fit.at(3.25), 1e-12);
        Calibration ties = Calibration.fit(new float[] {1, 1, 1}, new float[] {0, 3, 3});
        assertEquals(2, ties.at(1));
    }

    @Test
    void correlationIsPearsons() {
        int[] all = {0, 1, 2, 3};
        double[] a = {1, 2, 3, 5};
        assertEquals(1, Correlation.of(a, new float[] {2, 4, 6, 10}, all), 1e-12);
        assertEquals(0, Correlation.of(a, new float[] {7, 7, 7, 7}, all));
        double[] constant = new double[4];
        Arrays.fill(constant, 0.1);
        assertEquals(0, Correlation.of(constant, new float[] {2, 4, 6, 10}, all));
    }

    @Test
    void explanationsReadWell() {
        Explanation explanation = Explanation.of(0).or(1).butNot(2);
        assertEquals("spider or web, not leaf", explanation.text(List.of("spider", "web", "leaf")));
        assertEquals(explanation, explanation.or(1));
    }
}
