package org.clipprobe.concept;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Matrix products in plain Java, written so that the compiler turns the inner loops into vector instructions. */
final class Products {
    /** Rows that share one pass over the right matrix. */
    private static final int ROWS = 4;

    /** Columns whose partial sums stay in the first-level cache. */
    private static final int COLUMNS = 512;

    private Products() {}

    /**
     * {@code target = left × right}, in parallel; the same result whatever the number of cores.
     *
     * @param left {@code [rows, inner]}
     * @param right {@code [inner, columns]}
     * @param target receives {@code [rows, columns]}
     */
    static void multiply(float[] left, float[] right, float[] target, int rows, int inner, int columns) {
        int tiles = (rows + ROWS - 1) / ROWS;
        IntStream.range(0, tiles).parallel().forEach(tile -> {
            int row = tile * ROWS;
            int height = Math.min(ROWS, rows - row);
            float[] sums = new float[ROWS * COLUMNS];
            for (int column = 0; column < columns; column += COLUMNS) {
                int width = Math.min(COLUMNS, columns - column);
                Arrays.fill(sums, 0);
                tile(left, right, sums, row, height, inner, columns, column, width);
                for (int r = 0; r < height; r++) {
                    System.arraycopy(sums, r * COLUMNS, target, (row + r) * columns + column, width);
                }
            }
        });
    }

    private static void tile(
            float[] left,
            float[] right,
            float[] sums,
            int row,
            int height,
            int inner,
            int columns,
            int column,
            int width) {
        int even = inner & ~1;
        for (int r = 0; r + 1 < height; r += 2) {
            int a = (row + r) * inner;
            for (int k = 0; k < even; k += 2) {
                twoRows(left, a + k, inner, right, k * columns + column, columns, sums, r * COLUMNS, width);
            }
        }
        for (int r = 0; r < height; r++) {
            boolean paired = r < (height & ~1);
            for (int k = paired ? even : 0; k < inner; k++) {
                oneRow(left[(row + r) * inner + k], right, k * columns + column, sums, r * COLUMNS, width);
            }
        }
    }

    private static void twoRows(
            float[] left, int a, int inner, float[] right, int b, int columns, float[] sums, int s, int width) {
        float a00 = left[a];
        float a01 = left[a + 1];
        float a10 = left[a + inner];
        float a11 = left[a + inner + 1];
        for (int j = 0; j < width; j++) {
            float b0 = right[b + j];
            float b1 = right[b + columns + j];
            sums[s + j] += a00 * b0 + a01 * b1;
            sums[s + COLUMNS + j] += a10 * b0 + a11 * b1;
        }
    }

    private static void oneRow(float a, float[] right, int b, float[] sums, int s, int width) {
        for (int j = 0; j < width; j++) {
            sums[s + j] += a * right[b + j];
        }
    }
}
