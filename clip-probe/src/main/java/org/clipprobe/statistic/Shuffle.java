package org.clipprobe.statistic;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Fisher–Yates with a generator whose sequence the Java specification fixes: a seed gives the same order everywhere. */
public final class Shuffle {
    private Shuffle() {}

    public static void shuffle(List<?> items, Random random) {
        for (int i = items.size() - 1; i > 0; i--) {
            Collections.swap(items, i, random.nextInt(i + 1));
        }
    }

    /** The numbers 0 to {@code n - 1} in random order. */
    public static int[] permutation(int n, Random random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }

    /** As {@link #permutation}, with another sequence of draws. */
    public static int[] order(int count, Random random) {
        int[] order = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        return order;
    }
}
