package org.clipprobe.concept.cluster;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.clipprobe.concept.set.Embeddings;

/**
 * k-means by cosine (Dhillon &amp; Modha 2001), the best of several starts that are drawn with a fixed seed, so that the
 * same rows give the same clusters. It needs no vectors, only the cosines of all pairs: a row's inner product with a
 * cluster's sum is the sum of its cosines with the cluster's rows, and the sum's length follows from those of its rows.
 */
final class SphericalKMeans {
    private static final int ROUNDS = 50;
    private static final int STARTS = 12;

    private SphericalKMeans() {}

    /** Cosines of all pairs of rows, {@code [rows][rows]}. */
    static double[][] cosines(Embeddings rows) {
        double[][] cosines = new double[rows.rows()][rows.rows()];
        for (int a = 0; a < cosines.length; a++) {
            for (int b = 0; b <= a; b++) {
                cosines[a][b] = rows.cosine(a, rows, b);
                cosines[b][a] = cosines[a][b];
            }
        }
        return cosines;
    }

    /** Per row, its cluster from 0 to {@code k} − 1. */
    static int[] assign(double[][] cosines, int k) {
        Random random = new Random(k);
        int[] best = new int[cosines.length];
        double highest = Double.NEGATIVE_INFINITY;
        for (int start = 0; start < STARTS; start++) {
            int[] chosen = random.ints(0, cosines.length).distinct().limit(k).toArray();
            int[] assigned = settle(cosines, chosen, k);
            double together = Arrays.stream(lengths(sums(cosines, assigned, k), assigned, k))
                    .sum();
            if (together > highest) {
                highest = together;
                best = assigned;
            }
        }
        return best;
    }

    /** From clusters around single rows on. */
    private static int[] settle(double[][] cosines, int[] chosen, int k) {
        int[] assigned = new int[cosines.length];
        for (int row = 0; row < assigned.length; row++) {
            double[] similar = cosines[row];
            assigned[row] = largest(k, cluster -> similar[chosen[cluster]]);
        }
        for (int round = 1; round < ROUNDS; round++) {
            double[][] sums = sums(cosines, assigned, k);
            double[] lengths = lengths(sums, assigned, k);
            int[] next = new int[assigned.length];
            for (int row = 0; row < next.length; row++) {
                double[] sum = sums[row];
                next[row] = largest(k, cluster -> lengths[cluster] > 0 ? sum[cluster] / lengths[cluster] : 0);
            }
            if (Arrays.equals(next, assigned)) {
                break;
            }
            assigned = next;
        }
        return assigned;
    }

    private static int largest(int k, IntToDoubleFunction value) {
        int largest = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int cluster = 0; cluster < k; cluster++) {
            double found = value.applyAsDouble(cluster);
            if (found > highest) {
                highest = found;
                largest = cluster;
            }
        }
        return largest;
    }

    /** Per row and cluster, the sum of the row's cosines with the cluster's rows. */
    private static double[][] sums(double[][] cosines, int[] assigned, int k) {
        double[][] sums = new double[cosines.length][k];
        for (int row = 0; row < sums.length; row++) {
            for (int other = 0; other < assigned.length; other++) {
                sums[row][assigned[other]] += cosines[row][other];
            }
        }
        return sums;
    }

    /** Per cluster, the length of the sum of its rows: the sum of their cosines with its centre. */
    private static double[] lengths(double[][] sums, int[] assigned, int k) {
        double[] squares = new double[k];
        for (int row = 0; row < assigned.length; row++) {
            squares[assigned[row]] += sums[row][assigned[row]];
        }
        return Arrays.stream(squares)
                .map(square -> Math.sqrt(Math.max(0, square)))
                .toArray();
    }

    /** Per row, (b − a) / max(a, b): a the mean distance to the others of its cluster, b to the nearest other cluster. */
    static double[] silhouettes(double[][] cosines, int[] assigned) {
        int k = Arrays.stream(assigned).max().orElse(0) + 1;
        double[] sizes = new double[k];
        for (int cluster : assigned) {
            sizes[cluster]++;
        }
        double[] silhouettes = new double[assigned.length];
        for (int row = 0; row < assigned.length; row++) {
            double[] distance = new double[k];
            for (int other = 0; other < assigned.length; other++) {
                distance[assigned[other]] += other == row ? 0 : 1 - cosines[row][other];
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
}
