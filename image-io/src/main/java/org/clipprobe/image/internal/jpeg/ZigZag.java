package org.clipprobe.image.internal.jpeg;

/** The order in which a block's 64 coefficients are stored (ITU-T T.81, figure A.6). */
final class ZigZag {
    /** Longest run of zeros that a symbol can stand for, which broken data may place at a block's very end. */
    static final int OVERRUN = 16;

    private static final int[] NATURAL = natural();

    private ZigZag() {}

    /** Index within the block, row by row, of each stored coefficient; past the end always the last one. */
    static int[] order() {
        return NATURAL.clone();
    }

    private static int[] natural() {
        int[] order = new int[64 + OVERRUN];
        int next = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++) {
            for (int i = Math.max(0, diagonal - 7); i <= Math.min(diagonal, 7); i++) {
                int row = diagonal % 2 == 0 ? diagonal - i : i;
                order[next++] = row * 8 + diagonal - row;
            }
        }
        for (int i = 64; i < order.length; i++) {
            order[i] = 63;
        }
        return order;
    }
}
