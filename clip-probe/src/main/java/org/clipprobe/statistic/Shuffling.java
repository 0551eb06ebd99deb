package org.clipprobe.statistic;

import java.util.Random;
import java.util.stream.IntStream;

/** Random orders (Fisher–Yates). */
public final class Shuffling {
    private Shuffling() {}

    /** 0 … count − 1 in an order that follows from the state of {@code random}. */
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
