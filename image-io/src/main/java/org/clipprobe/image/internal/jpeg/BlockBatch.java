package org.clipprobe.image.internal.jpeg;

import java.util.Arrays;

/**
 * Blocks of one component that are transformed together: coefficient {@code k} of all of them lies in one array, so that
 * every step of the inverse DCT is a loop over blocks, which the JIT compiler turns into vector instructions.
 */
final class BlockBatch {
    /** Few enough that the coefficients stay in the processor's second cache, enough for long loops. */
    private static final int CAPACITY = 256;

    private final Component component;
    private final Idct idct;

    /** {@code [stored order, block]}; past the end always the last coefficient, as {@link ZigZag} has it. */
    private final int[][] coefficients = new int[64 + ZigZag.OVERRUN][];

    /** The same arrays, row by row. */
    private final int[][] natural = new int[64][];

    private final int[] places = new int[CAPACITY];
    private int used;

    BlockBatch(Component component) {
        this.component = component;
        int[] order = ZigZag.order();
        int[] steps = new int[64];
        for (int k = 0; k < 64; k++) {
            coefficients[k] = new int[CAPACITY];
            natural[order[k]] = coefficients[k];
            steps[order[k]] = component.quantisation[k];
        }
        Arrays.fill(coefficients, 64, coefficients.length, coefficients[63]);
        idct = new Idct(steps, CAPACITY);
    }

    /** The coefficients {@code [stored order, block]}, to be written for the {@link #next} block. */
    int[][] coefficients() {
        return coefficients;
    }

    /** Makes room for a block and says which one it is within the batch. */
    int next(int blockX, int blockY) {
        if (used == CAPACITY) {
            flush();
        }
        places[used] = (blockY * component.stride() + blockX) * 8;
        return used++;
    }

    /** Writes the samples of all blocks so far. */
    void flush() {
        idct.columns(natural, used);
        for (int row = 0; row < 8; row++) {
            idct.row(natural, row, used);
            write(row);
        }
        for (int[] values : natural) {
            Arrays.fill(values, 0, used, 0);
        }
        used = 0;
    }

    private void write(int row) {
        byte[] out = component.samples;
        int down = row * component.stride();
        int[] s0 = natural[row * 8];
        int[] s1 = natural[row * 8 + 1];
        int[] s2 = natural[row * 8 + 2];
        int[] s3 = natural[row * 8 + 3];
        int[] s4 = natural[row * 8 + 4];
        int[] s5 = natural[row * 8 + 5];
        int[] s6 = natural[row * 8 + 6];
        int[] s7 = natural[row * 8 + 7];
        for (int i = 0; i < used; i++) {
            int at = places[i] + down;
            out[at] = (byte) s0[i];
            out[at + 1] = (byte) s1[i];
            out[at + 2] = (byte) s2[i];
            out[at + 3] = (byte) s3[i];
            out[at + 4] = (byte) s4[i];
            out[at + 5] = (byte) s5[i];
            out[at + 6] = (byte) s6[i];
            out[at + 7] = (byte) s7[i];
        }
    }
}
