package org.clipprobe.concept.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipprobe.concept.naming.Samples;
import org.clipprobe.concept.set.Embeddings;
import org.junit.jupiter.api.Test;

class StrongExampleClustersTest {
    @Test
    void tellsUnitsOfTwoThingsFromUnitsOfOne() {
        int rightTwo = 0;
        int rightOne = 0;
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Embeddings concepts = Samples.directions(50, 48, random);
            int[] shown = random.ints(1_000, 0, 50).toArray();
            Embeddings examples = Samples.examples(concepts, shown, 1, random);
            StrongExampleClusters clusters = new StrongExampleClusters(examples, concepts);
            StrongExampleClusters.Found two = clusters.of(firing(shown, random, Set.of(3, 9)));
            StrongExampleClusters.Found one = clusters.of(firing(shown, random, Set.of(7)));
            Set<Integer> names = two.clusters().stream()
                    .filter(cluster -> cluster.silhouette() >= 0.25)
                    .map(cluster -> cluster.names().get(0).concept())
                    .collect(Collectors.toSet());
            rightTwo += two.meanings().length == 2 && names.equals(Set.of(3, 9)) ? 1 : 0;
            rightOne += one.meanings().length > 0 ? 0 : 1;
        }
        assertTrue(rightTwo >= 17, "found two things in " + rightTwo + " of 20");
        assertTrue(rightOne >= 19, "found one thing in " + rightOne + " of 20");
    }

    @Test
    void silhouetteIsThatOfRousseeuw() {
        // Two pairs at right angles: a = 0, b = 1.
        Embeddings rows = new Embeddings(4, 2, new float[] {1, 0, 1, 0, 0, 1, 0, 1});
        double[][] cosines = SphericalKMeans.cosines(rows);
        assertArrayEquals(
                new double[] {1, 1, 1, 1}, SphericalKMeans.silhouettes(cosines, new int[] {0, 0, 1, 1}), 1e-6);
        assertArrayEquals(
                new double[] {-0.5, -0.5, -0.5, -0.5},
                SphericalKMeans.silhouettes(cosines, new int[] {0, 1, 0, 1}),
                1e-6);
        assertArrayEquals(new double[4], SphericalKMeans.silhouettes(cosines, new int[4]), 1e-6);
    }

    @Test
    void aConstantUnitHasNoStrongExamples() {
        Embeddings directions = Samples.directions(5, 4, new Random(1));
        StrongExampleClusters.Found found =
                new StrongExampleClusters(directions, directions).of(new float[] {1, 1, 1, 1, 1});
        assertEquals(List.of(), found.strong());
        assertEquals(List.of(), found.clusters());
    }

    private static float[] firing(int[] shown, Random random, Set<Integer> things) {
        float[] values = new float[shown.length];
        for (int e = 0; e < shown.length; e++) {
            values[e] = (float) ((things.contains(shown[e]) ? 4 : 0) + Math.abs(random.nextGaussian()));
        }
        return values;
    }
}
