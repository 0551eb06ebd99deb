package org.clipprobe.concept;

import java.util.Arrays;
import java.util.Random;

/**
 * k-means by cosine (Dhillon &amp; Modha 2001), the best of several starts that are drawn with a fixed seed, so that the
 * same rows give the same clusters.
 */
final class SphericalKMeans {
    private static final int ROUNDS = 50;
    private static final int STARTS = 12;

    private SphericalKMeans() {}

    /** Per row, its cluster from 0 to {@code k} − 1. */
    static int[] assign(Embeddings rows, int k) {
        Random random = new Random(k);
        int[] best = new int[rows.rows()];
        double highest = Double.NEGATIVE_INFINITY;
        for (int start = 0; start < STARTS; start++) {
            int[] chosen = random.ints(0, rows.rows()).distinct().limit(k).toArray();
            int[] assigned = settle(rows, rows.rows(chosen), k);
            double together = together(rows, assigned, k);
            if (together > highest) {
                highest = together;
                best = assigned;
            }
        }
        return best;
    }

    private static int[] settle(Embeddings rows, Embeddings start, int k) {
        Embeddings centres = start;
        int[] assigned = new int[0];
        for (int round = 0; round < ROUNDS; round++) {
            int[] next = new int[rows.rows()];
            for (int row = 0; row < next.length; row++) {
                next[row] = nearest(rows, row, centres);
            }
            if (Arrays.equals(next, assigned)) {
                break;
            }
            assigned = next;
            centres = Embeddings.normalised(k, rows.dimensions(), sums(rows, assigned, k));
        }
        return assigned;
    }

    /** Sum of the cosines of rows and their clusters' centres: the length of the clusters' sums. */
    private static double together(Embeddings rows, int[] assigned, int k) {
        float[] sums = sums(rows, assigned, k);
        Embeddings vectors = new Embeddings(k, rows.dimensions(), sums);
        double total = 0;
        for (int cluster = 0; cluster < k; cluster++) {
            total += Math.sqrt(vectors.cosine(cluster, vectors, cluster));
        }
        return total;
    }

    /** Per row, (b − a) / max(a, b): a the mean distance to the others of its cluster, b to the nearest other cluster. */
    static double[] silhouettes(Embeddings rows, int[] assigned) {
        int k = Arrays.stream(assigned).max().orElse(0) + 1;
        double[] sizes = new double[k];
        for (int cluster : assigned) {
            sizes[cluster]++;
        }
        double[] silhouettes = new double[assigned.length];
        for (int row = 0; row < assigned.length; row++) {
            double[] distance = new double[k];
            for (int other = 0; other < assigned.length; other++) {
                distance[assigned[other]] += other == row ? 0 : 1 - rows.cosine(row, rows, other);
            }
            silhouettes[row] = silhouette(assigned[row], distance, sizes);
        }
        return silhouettes;
    }

    private static double silhouette(int own, double[] distance, double[] sizes) {
        double outside = Double.POSITIVE_INFINITY;
        for (int cluster = 0; cluster < sizes.length; cluster++) {
            if (cluster != own && sizes[cluster] > 0) {
                outside = Math.min(outside, distance[cluster] / sizes[cluster]);
            }
        }
        double inside = sizes[own] > 1 ? distance[own] / (sizes[own] - 1) : 0;
        double larger = Math.max(inside, outside);
        boolean alone = sizes[own] == 1 || outside == Double.POSITIVE_INFINITY;
        return alone || larger == 0 ? 0 : (outside - inside) / larger;
    }

    private static int nearest(Embeddings rows, int row, Embeddings centres) {
        int nearest = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < centres.rows(); k++) {
            double cosine = rows.cosine(row, centres, k);
            if (cosine > highest) {
                highest = cosine;
                nearest = k;
            }
        }
        return nearest;
    }

    private static float[] sums(Embeddings rows, int[] assigned, int k) {
        int dimensions = rows.dimensions();
        float[] sums = new float[k * dimensions];
        for (int i = 0; i < rows.values().length; i++) {
            sums[assigned[i / dimensions] * dimensions + i % dimensions] += rows.values()[i];
        }
        return sums;
    }
}
