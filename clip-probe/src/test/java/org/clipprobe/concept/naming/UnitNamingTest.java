package org.clipprobe.concept.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;

/** Half of the units are planted, half are noise: the first have good names, the others have not. */
class UnitNamingTest {
    private static final int CONCEPTS = 60;
    private static final int UNITS = 40;
    private static final int PLANTED = 20;

    @Test
    void planted() {
        int right = 0;
        int wrong = 0;
        int seeds = 8;
        for (int seed = 0; seed < seeds; seed++) {
            NamedLayer layer = UnitNaming.run(input(seed, true), NamingOptions.standard(), Progress.none())
                    .get(0);
            for (NamedUnit unit : layer.units()) {
                int index = unit.unit().index();
                right += unit.name().filter(name -> name == index).isPresent() ? 1 : 0;
                wrong += index >= PLANTED && unit.good() ? 1 : 0;
            }
            assertEquals(
                    layer.good(), layer.units().stream().filter(NamedUnit::good).count());
        }
        assertTrue(right >= 0.98 * seeds * PLANTED, "named rightly: " + right);
        assertTrue(wrong <= 0.05 * seeds * PLANTED, "noise with a name: " + wrong);
    }

    @Test
    void withoutLabelsTheNearestExamplesJudge() {
        NamedLayer layer = UnitNaming.run(input(1, false), NamingOptions.standard(), Progress.none())
                .get(0);
        long right = layer.units().stream()
                .filter(unit ->
                        unit.name().filter(name -> name == unit.unit().index()).isPresent())
                .count();
        assertTrue(right >= PLANTED - 1, "named rightly: " + right);
        assertFalse(layer.units().get(UNITS - 1).good());
    }

    @Test
    void sameSeedSameTables() {
        NamingInput input = input(2, true);
        assertEquals(
                UnitNaming.run(input, NamingOptions.standard(), Progress.none()),
                UnitNaming.run(input, NamingOptions.standard(), Progress.none()));
    }

    @Test
    void qualityIsThatOfCosy() {
        NameQuality quality = Quality.of(new float[] {5, 1, 2, 3, 4}, new int[] {0, 4});
        assertEquals(1, quality.auc());
        assertEquals((4.5 - 2) / 1, quality.mad(), 1e-12);
        assertEquals(3, quality.controls());
        assertTrue(Double.isNaN(Quality.of(new float[] {1, 2}, new int[0]).auc()));
        assertEquals(0, Quality.of(new float[] {1, 1, 1}, new int[] {1}).mad());
        assertEquals(0.5, Quality.of(new float[] {1, 1, 1}, new int[] {1}).auc());
    }

    static NamingInput input(int seed, boolean labelled) {
        Random random = new Random(seed);
        Embeddings concepts = Samples.directions(CONCEPTS, 48, random);
        int[] shown = random.ints(900, 0, CONCEPTS).toArray();
        Embeddings examples = Samples.examples(concepts, shown, 1, random);
        float[][] values = new float[shown.length][UNITS];
        for (int e = 0; e < shown.length; e++) {
            for (int u = 0; u < UNITS; u++) {
                boolean fires = u < PLANTED && shown[e] == u;
                values[e][u] = (float) Math.max(0, (fires ? 2 : -0.5) + random.nextGaussian());
            }
        }
        Activations layer = Samples.layer("vision.2.mlp", values);
        ConceptSet set = Samples.set(CONCEPTS);
        Optional<Labels> labels = labelled
                ? Optional.of(new Labels(set.texts(), List.of("photo"), shown, new int[shown.length]))
                : Optional.empty();
        return new NamingInput(List.of(layer), examples, concepts, set, labels);
    }

    @Test
    void falseDiscoveryRatesAreThoseOfBenjaminiAndHochberg() {
        double[] q = FalseDiscovery.adjusted(new double[] {0.01, 0.04, 0.03, 0.5});
        double[] expected = {0.04, 0.16 / 3, 0.16 / 3, 0.5};
        IntStream.range(0, 4).forEach(i -> assertEquals(expected[i], q[i], 1e-12));
    }
}
