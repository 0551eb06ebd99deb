package org.clipprobe.attack.defence;

import java.util.List;

/**
 * How an ablation study goes.
 *
 * @param draws random sets of each size
 * @param sizes how many units or heads are ablated, ascending
 * @param batch pictures that go through the tower at once
 * @param seed of everything random
 */
public record AblationOptions(int draws, List<Integer> sizes, int batch, long seed) {
    public AblationOptions {
        sizes = List.copyOf(sizes);
        if (draws < 1 || batch < 1 || sizes.isEmpty() || sizes.get(0) < 1) {
            throw new IllegalArgumentException(
                    "expected draws, a batch and sizes from 1, found " + draws + ", " + batch + " and " + sizes);
        }
    }

    /** 20 draws; 1 to 32 units or heads, doubling. */
    public static AblationOptions of(int batch, long seed) {
        return new AblationOptions(20, List.of(1, 2, 4, 8, 16, 32), batch, seed);
    }

    /** The same with another number of draws. */
    public AblationOptions withDraws(int number) {
        return new AblationOptions(number, sizes, batch, seed);
    }
}
