package org.clipprobe.image;

import java.util.Arrays;

/** Resamples columns by adding up whole weighted rows, which the JIT compiler turns into vector instructions. */
final class DownPass {
    private final Taps taps;

    DownPass(Taps taps) {
        this.taps = taps;
    }

    /** First row of the input that output row {@code y} needs. */
    int first(int y) {
        return taps.first(y);
    }

    /** One past the last row of the input that output row {@code y} needs. */
    int end(int y) {
        return taps.first(y) + taps.count(y);
    }

    /** Most rows of the input that one output row needs. */
    int reach() {
        return taps.size();
    }

    /** Computes output row {@code y}; row {@code i} of the input is {@code ring[i % ring.length]}. */
    void apply(int[][] ring, int y, int[] out) {
        Arrays.fill(out, Taps.HALF);
        int first = taps.first(y);
        int count = taps.count(y);
        int weight = y * taps.size();
        int[] w = taps.weights();
        int k = 0;
        for (; k + 2 <= count; k += 2) {
            int i = first + k;
            int at = weight + k;
            add(out, ring[i % ring.length], ring[(i + 1) % ring.length], w[at], w[at + 1]);
        }
        for (; k < count; k++) {
            add(out, ring[(first + k) % ring.length], w[weight + k]);
        }
        Taps.clip(out);
    }

    private static void add(int[] sums, int[] a, int wa) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a[i] * wa;
        }
    }

    private static void add(int[] sums, int[] a, int[] b, int wa, int wb) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a[i] * wa + b[i] * wb;
        }
    }
}
