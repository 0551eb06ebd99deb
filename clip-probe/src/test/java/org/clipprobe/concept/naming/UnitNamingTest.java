package org.clipprobe.concept.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.LabelAuc;
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
        assertTrue(right >= 0.85 * seeds * PLANTED, "named rightly: " + right);
        assertTrue(wrong <= 0.05 * seeds * PLANTED, "noise with a name: " + wrong);
    }

    @Test
    void withoutLabelsTheNearestExamplesJudge() {
        NamingOptions standard = NamingOptions.standard();
        NamingOptions lower = new NamingOptions(
                standard.similarity(),
                standard.top(),
                standard.share(),
                0.75,
                standard.level(),
                standard.shuffled(),
                standard.seed());
        NamedLayer layer =
                UnitNaming.run(input(1, false), lower, Progress.none()).get(0);
        long right = layer.units().stream()
                .filter(unit ->
                        unit.name().filter(name -> name == unit.unit().index()).isPresent())
                .count();
        assertTrue(right >= 0.7 * PLANTED, "named rightly: " + right);
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
        assertEquals((4.5 - 2) / 1, Judge.difference(new float[] {5, 1, 2, 3, 4}, new int[] {0, 4}), 1e-12);
        assertEquals(0, Judge.difference(new float[] {1, 1, 1}, new int[] {1}));
        NamingInput input = input(0, false);
        Sources sources = Sources.of(input, 0);
        Judge judge = new Judge(sources, sources.heldOut(input), NamingOptions.standard());
        float[] column = new float[450];
        column[7] = 1;
        NameQuality highest = judge.of(column, new int[] {7}, 0);
        assertEquals(1, highest.auc());
        assertEquals(449, highest.controls());
        NameQuality tied = judge.of(new float[450], new int[] {7}, 0);
        assertEquals(0.5, tied.auc());
        assertEquals(1, tied.p());
        assertTrue(Double.isNaN(judge.of(column, new int[0], 0).auc()));
    }

    /** Ten examples of one source are one observation: what they share by chance gives no good names. */
    @Test
    void variantsAreNoEvidence() {
        int concepts = 30;
        int good = 0;
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int[] concept = IntStream.range(0, concepts * 40).map(e -> e / 40).toArray();
            int[] source = IntStream.range(0, concept.length).map(e -> e / 10).toArray();
            float[][] values = new float[concept.length][UNITS];
            for (int first = 0; first < values.length; first += 10) {
                for (int u = 0; u < UNITS; u++) {
                    double shared = random.nextGaussian();
                    for (int e = first; e < first + 10; e++) {
                        values[e][u] = (float) (shared + 0.1 * random.nextGaussian());
                    }
                }
            }
            Embeddings texts = Samples.directions(concepts, 32, random);
            ConceptSet set = Samples.set(concepts);
            Labels labels = new Labels(
                    set.texts(),
                    Facet.all("photo"),
                    concept,
                    new int[concept.length],
                    IntStream.range(0, concepts * 4).mapToObj(Integer::toString).toList(),
                    source);
            NamingInput input = new NamingInput(
                    List.of(Samples.layer("vision.2.mlp", values)),
                    Samples.examples(texts, concept, 1, random),
                    texts,
                    set,
                    Optional.of(labels));
            NamingOptions standard = NamingOptions.standard();
            NamingOptions byLabels = new NamingOptions(
                    new LabelAuc(),
                    standard.top(),
                    standard.share(),
                    0.75,
                    standard.level(),
                    standard.shuffled(),
                    seed);
            good += UnitNaming.run(input, byLabels, Progress.none()).get(0).good() > 0 ? 1 : 0;
        }
        // At 5 %, more than three runs of 20 with any name has a probability of 1.6 %.
        assertTrue(good <= 3, "runs of noise with a good name: " + good);
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
                ? Optional.of(new Labels(set.texts(), Facet.all("photo"), shown, new int[shown.length]))
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
