package org.clipprobe.concept.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.Auc;
import org.clipprobe.concept.similarity.CosineCubed;
import org.clipprobe.concept.similarity.Cosines;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.RankReorder;
import org.clipprobe.concept.similarity.ScoredConcept;
import org.clipprobe.concept.similarity.Similarity;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.concept.similarity.Wpmi;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Units that were planted to respond to a concept are named with it. */
class PlantedUnitsTest {
    private static final int CONCEPTS = 120;
    private static final int EXAMPLES = 1_200;
    private static final int UNITS = 40;

    @ParameterizedTest
    @MethodSource
    void areNamedRightly(Similarity similarity, double share) {
        double right = rightOf(similarity);
        assertTrue(right >= share, similarity.key() + ": " + right);
    }

    static Stream<Arguments> areNamedRightly() {
        return Stream.of(
                Arguments.of(SoftWpmi.standard(), 0.99),
                Arguments.of(new CosineCubed(), 0.95),
                Arguments.of(new Auc(1.0 / CONCEPTS), 0.9),
                Arguments.of(Wpmi.standard(), 0.8));
    }

    /** Cosines of directions drawn by chance are about zero in the mean, of which its formula takes a root. */
    @Test
    void rankReorderRefusesCosinesAboutZero() {
        String said = assertThrows(IllegalArgumentException.class, () -> rightOf(RankReorder.standard()))
                .getMessage();
        assertTrue(said.contains("expected positive mean cosines"), said);
    }

    /** As CLIP's are, pictures and texts with a direction in common have cosines above zero. */
    @Test
    void rankReorderNamesUnitsWhereCosinesArePositive() {
        double right = rightOf(RankReorder.standard(), 0.5f);
        assertTrue(right >= 0.7, "rank reorder: " + right);
    }

    @Test
    void namesDependOnNoBlockSize() {
        Random random = new Random(3);
        Embeddings concepts = Samples.directions(1_100, 16, random);
        int[] shown = random.ints(90, 0, 1_100).toArray();
        Embeddings images = Samples.examples(concepts, shown, 0.5, random);
        Activations layer = planted(shown, random, 6);
        Cosines cosines = Cosines.of(images, concepts);
        List<UnitNames> names = Naming.name(List.of(layer), cosines, Similarity.standard(), 3, Progress.none())
                .get(0);
        for (UnitNames unit : names) {
            int[] best = unit.best().stream().mapToInt(ScoredConcept::concept).toArray();
            float[][] scores = Naming.scores(List.of(layer), cosines, Similarity.standard(), best, Progress.none())
                    .get(0);
            for (int i = 0; i < best.length; i++) {
                double again = scores[unit.unit().index()][i];
                assertEquals(unit.best().get(i).score(), again, 1e-4);
            }
        }
    }

    private static double rightOf(Similarity similarity) {
        return rightOf(similarity, 0);
    }

    /** {@code common} is added to the first dimension of all embeddings of length 1. */
    private static double rightOf(Similarity similarity, float common) {
        int right = 0;
        int seeds = 10;
        for (int seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            Embeddings concepts = Samples.directions(CONCEPTS, 64, random);
            int[] shown = random.ints(EXAMPLES, 0, CONCEPTS).toArray();
            Embeddings images = Samples.examples(concepts, shown, 1, random);
            Activations layer = planted(shown, random, UNITS);
            List<UnitNames> names = Naming.name(
                            List.of(layer),
                            Cosines.of(with(images, common), with(concepts, common)),
                            similarity,
                            5,
                            Progress.none())
                    .get(0);
            right += (int) names.stream()
                    .filter(unit -> unit.best().get(0).concept() == unit.unit().index())
                    .count();
        }
        return right / (double) (seeds * UNITS);
    }

    private static Embeddings with(Embeddings embeddings, float common) {
        float[] values = embeddings.values().clone();
        for (int row = 0; row < embeddings.rows(); row++) {
            values[row * embeddings.dimensions()] += common;
        }
        return Embeddings.normalised(embeddings.rows(), embeddings.dimensions(), values);
    }

    /** Unit u fires for the examples of concept u, more or less, and a little for everything. */
    private static Activations planted(int[] shown, Random random, int units) {
        float[][] values = new float[shown.length][units];
        for (int e = 0; e < shown.length; e++) {
            for (int u = 0; u < units; u++) {
                double fires = shown[e] == u ? 2 + random.nextDouble() : 0;
                values[e][u] = (float) (fires + Math.abs(random.nextGaussian()));
            }
        }
        return Samples.layer("vision.1.mlp", values);
    }
}
