package org.clipprobe.concept.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.NearestConcepts;
import org.clipprobe.concept.similarity.Strongest;

/**
 * Sorts the strong examples of units by what they look like to the model, to find units that may mean several things:
 * two clusters with a good share of the strong examples each (15 %) and a clear silhouette (0.25, below which Kaufman
 * &amp; Rousseeuw 1990 see no structure), whose names' centred embeddings have a cosine below 0.3. Random examples fall
 * into such clusters too, so that whether the unit does mean both is for other examples to say.
 */
public final class StrongExampleClusters {
    private static final int MOST_EXAMPLES = 100;
    private static final int MOST_CLUSTERS = 4;
    private static final int SMALLEST_CLUSTER = 3;
    private static final double CLEAR_SILHOUETTE = 0.25;
    private static final double RELATED = 0.3;
    private static final double LARGE_SHARE = 0.15;
    private static final int NAMES = 3;

    private final Embeddings examples;
    private final Embeddings centredConcepts;
    private final NearestConcepts nearest;

    /**
     * Prepares for units of these examples.
     *
     * @param examples {@code [examples, dimensions]}
     * @param concepts {@code [concepts, dimensions]}, to name clusters with
     */
    public StrongExampleClusters(Embeddings examples, Embeddings concepts) {
        this.examples = examples;
        this.centredConcepts = centred(concepts);
        this.nearest = new NearestConcepts(examples, concepts);
    }

    /**
     * The strong examples of a unit, clustered.
     *
     * @param strong their indices, strongest first
     * @param clusters of them, the largest first
     * @param silhouette mean over them
     * @param meanings concepts, the names of two clusters about unrelated things; empty where there are none
     */
    public record Found(List<Integer> strong, List<ExampleCluster> clusters, double silhouette, int[] meanings) {}

    /**
     * Clusters the strong examples of a unit.
     *
     * @param activations of the unit, one for each example
     */
    public Found of(float[] activations) {
        int[] strong = strong(activations);
        double[][] cosines = SphericalKMeans.cosines(examples.rows(strong));
        int[] best = new int[strong.length];
        double[] silhouettes = new double[strong.length];
        for (int k = 2; k <= Math.min(MOST_CLUSTERS, strong.length / SMALLEST_CLUSTER); k++) {
            int[] assigned = SphericalKMeans.assign(cosines, k);
            double[] found = SphericalKMeans.silhouettes(cosines, assigned);
            if (smallest(assigned, k) >= SMALLEST_CLUSTER && mean(found) > mean(silhouettes)) {
                silhouettes = found;
                best = assigned;
            }
        }
        List<ExampleCluster> clusters = clusters(strong, best, silhouettes);
        return new Found(
                Arrays.stream(strong).boxed().toList(),
                clusters,
                mean(silhouettes),
                unrelated(clear(clusters, strong.length)));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** Those more than two standard deviations above the mean, strongest first. */
    private static int[] strong(float[] activations) {
        double sum = 0;
        double squares = 0;
        for (float activation : activations) {
            sum += activation;
            squares += (double) activation * activation;
        }
        double mean = sum / activations.length;
        double deviation = Math.sqrt(Math.max(0, squares / activations.length - mean * mean));
        return Arrays.stream(Strongest.of(activations, 0, activations.length, MOST_EXAMPLES))
                .filter(e -> activations[e] > mean + 2 * deviation)
                .toArray();
    }

    private List<ExampleCluster> clusters(int[] strong, int[] assigned, double[] silhouettes) {
        int count = Arrays.stream(assigned).max().orElse(-1) + 1;
        List<ExampleCluster> clusters = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int cluster = k;
            int[] places = IntStream.range(0, strong.length)
                    .filter(i -> assigned[i] == cluster)
                    .toArray();
            int[] members = Arrays.stream(places).map(i -> strong[i]).toArray();
            double silhouette =
                    mean(Arrays.stream(places).mapToDouble(i -> silhouettes[i]).toArray());
            clusters.add(new ExampleCluster(
                    Arrays.stream(members).boxed().toList(), nearest.of(members, NAMES), silhouette));
        }
        clusters.sort(
                Comparator.comparingInt((ExampleCluster c) -> -c.examples().size()));
        return clusters;
    }

    /** A few examples that drove the unit by chance, or some that have nothing in common, are no second meaning. */
    private static List<ExampleCluster> clear(List<ExampleCluster> clusters, int strong) {
        return clusters.stream()
                .filter(cluster -> cluster.examples().size() >= LARGE_SHARE * strong)
                .filter(cluster -> cluster.silhouette() >= CLEAR_SILHOUETTE)
                .toList();
    }

    /** The names of the two largest that have nothing to do with each other; empty when there are none. */
    private int[] unrelated(List<ExampleCluster> clusters) {
        for (int a = 0; a < clusters.size(); a++) {
            for (int b = a + 1; b < clusters.size(); b++) {
                int first = clusters.get(a).names().get(0).concept();
                int second = clusters.get(b).names().get(0).concept();
                if (first != second && centredConcepts.cosine(first, centredConcepts, second) < RELATED) {
                    return new int[] {first, second};
                }
            }
        }
        return new int[0];
    }

    private static int smallest(int[] assigned, int clusters) {
        int[] sizes = new int[clusters];
        for (int cluster : assigned) {
            sizes[cluster]++;
        }
        return Arrays.stream(sizes).min().orElse(0);
    }

    /** All texts share a direction, so that only what is left without it tells related from unrelated. */
    private static Embeddings centred(Embeddings concepts) {
        int dimensions = concepts.dimensions();
        double[] mean = concepts.mean(IntStream.range(0, concepts.rows()).toArray());
        float[] values = new float[concepts.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (concepts.values()[i] - mean[i % dimensions]);
        }
        return Embeddings.normalised(concepts.rows(), dimensions, values);
    }
}
