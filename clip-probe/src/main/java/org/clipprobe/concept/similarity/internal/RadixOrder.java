package org.clipprobe.concept.similarity.internal;

import org.clipprobe.concept.similarity.Strongest;

/** Sorts by radix: three passes of eleven bits, each in the order that the pass before left equal digits in. */
public final class RadixOrder {
    private static final int BITS = 11;
    private static final int DIGITS = 1 << BITS;
    private static final int PASSES = 3;

    private RadixOrder() {}

    /** Indices of values from the largest to the smallest; of equal ones the earlier first, NaN last. */
    public static int[] descending(float[] values, int offset, int length) {
        int[] keys = new int[length];
        int[][] counts = new int[PASSES][DIGITS];
        for (int i = 0; i < length; i++) {
            // Unsigned, and the other way round.
            int key = ~Strongest.ordered(values[offset + i]) ^ Integer.MIN_VALUE;
            keys[i] = key;
            counts[0][key & (DIGITS - 1)]++;
            counts[1][(key >>> BITS) & (DIGITS - 1)]++;
            counts[2][key >>> (2 * BITS)]++;
        }
        int[] order = new int[length];
        for (int i = 0; i < length; i++) {
            order[i] = i;
        }
        int[] next = new int[length];
        for (int pass = 0; pass < PASSES; pass++) {
            places(counts[pass]);
            for (int i = 0; i < length; i++) {
                int index = order[i];
                next[counts[pass][(keys[index] >>> (pass * BITS)) & (DIGITS - 1)]++] = index;
            }
            int[] sorted = next;
            next = order;
            order = sorted;
        }
        return order;
    }

    /** Turns how often each digit occurs into where its first goes. */
    private static void places(int[] counts) {
        int place = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int count = counts[digit];
            counts[digit] = place;
            place += count;
        }
    }
}
