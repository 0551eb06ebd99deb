package org.clipprobe.concept.similarity.internal;

import java.util.Arrays;

/**
 * Matrix products in plain Java, written so that the compiler turns the inner loops into vector instructions: it does so
 * only where every array is indexed by the loop variable alone, hence rows as arrays of their own. Fused multiply-add
 * gives the same bits on every machine.
 */
public final class Products {
    /** Rows of the result that share what is in the second-level cache. */
    private static final int ROWS = 128;

    /** Rows of the right matrix that are in the second-level cache at one time. */
    private static final int INNER = 192;

    private Products() {}

    /**
     * {@code target = left × right}, in parallel; the same result whatever the number of cores.
     *
     * @param left {@code [rows, inner]} in C order
     * @param right {@code [inner][columns]}
     * @param target receives {@code [rows][columns]}; its rows may be longer
     */
    public static void multiply(float[] left, float[][] right, float[][] target, int rows, int columns) {
        int tiles = (rows + ROWS - 1) / ROWS;
        Columns.parallel(tiles, tile -> {
            int from = tile * ROWS;
            int to = Math.min(rows, from + ROWS);
            for (int row = from; row < to; row++) {
                Arrays.fill(target[row], 0, columns, 0);
            }
            for (int inner = 0; inner < right.length; inner += INNER) {
                tile(left, right, target, from, to, inner, Math.min(right.length, inner + INNER), columns);
            }
        });
    }

    private static void tile(
            float[] left,
            float[][] right,
            float[][] target,
            int from,
            int to,
            int innerFrom,
            int innerTo,
            int columns) {
        int inner = right.length;
        int four = from + (to - from) / 4 * 4;
        int two = innerFrom + (innerTo - innerFrom) / 2 * 2;
        for (int row = from; row < four; row += 4) {
            for (int k = innerFrom; k < two; k += 2) {
                fourRows(left, row * inner + k, inner, right[k], right[k + 1], target, row, columns);
            }
        }
        for (int row = from; row < to; row++) {
            for (int k = row < four ? two : innerFrom; k < innerTo; k++) {
                oneRow(left[row * inner + k], right[k], target[row], columns);
            }
        }
    }

    private static void fourRows(
            float[] left, int at, int inner, float[] x, float[] y, float[][] target, int row, int columns) {
        float a0 = left[at];
        float b0 = left[at + 1];
        float a1 = left[at + inner];
        float b1 = left[at + inner + 1];
        float a2 = left[at + 2 * inner];
        float b2 = left[at + 2 * inner + 1];
        float a3 = left[at + 3 * inner];
        float b3 = left[at + 3 * inner + 1];
        float[] s0 = target[row];
        float[] s1 = target[row + 1];
        float[] s2 = target[row + 2];
        float[] s3 = target[row + 3];
        for (int j = 0; j < columns; j++) {
            // Read before anything is written: the arrays might be one.
            float xj = x[j];
            float yj = y[j];
            s0[j] = Math.fma(b0, yj, Math.fma(a0, xj, s0[j]));
            s1[j] = Math.fma(b1, yj, Math.fma(a1, xj, s1[j]));
            s2[j] = Math.fma(b2, yj, Math.fma(a2, xj, s2[j]));
            s3[j] = Math.fma(b3, yj, Math.fma(a3, xj, s3[j]));
        }
    }

    private static void oneRow(float a, float[] x, float[] sum, int columns) {
        for (int j = 0; j < columns; j++) {
            sum[j] = Math.fma(a, x[j], sum[j]);
        }
    }
}
