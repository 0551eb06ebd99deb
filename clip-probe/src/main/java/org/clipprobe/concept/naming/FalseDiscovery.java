package org.clipprobe.concept.naming;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Benjamini–Hochberg (1995). */
public final class FalseDiscovery {
    private FalseDiscovery() {}

    /** The smallest false discovery rate at which each p would be called; in the order of {@code p}. */
    public static double[] adjusted(double[] p) {
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] q = new double[p.length];
        double smallest = 1;
        for (int rank = p.length; rank >= 1; rank--) {
            int i = order[rank - 1];
            smallest = Math.min(smallest, p[i] * p.length / rank);
            q[i] = smallest;
        }
        return q;
    }
}
