package org.clipprobe.image.internal.jpeg;

/**
 * The accurate integer inverse DCT of libjpeg (jidctint) for many blocks at once, bit for bit.
 *
 * <p>libjpeg follows the flow graph of Loeffler, Ligtenberg and Moschytz (1989) with constants in 13-bit fixed point and
 * 2 more bits kept between the passes. Between two roundings its arithmetic is linear over the integers modulo 2^32, so
 * each half of the graph may be written as a 4 × 4 matrix of sums of those constants without changing a bit; the
 * quantisation steps go into the first pass' matrix.
 */
final class Idct {
    private static final int FRACTION = 13;
    private static final int KEPT = 2;
    private static final int FIRST_SHIFT = FRACTION - KEPT;
    private static final int SECOND_SHIFT = FRACTION + KEPT + 3;
    private static final int MIDDLE_GREY = 128;

    /** Contributions of inputs 0, 2, 4, 6 to the sums of outputs 0 and 7, 1 and 6, 2 and 5, 3 and 4. */
    private static final int[][] EVEN = even();

    /** Contributions of inputs 1, 3, 5, 7 to half the differences of the same outputs. */
    private static final int[][] ODD = odd();

    private final int[][] sums;
    private final int[][] differences;

    /** {@code [column, output, input]}: the first pass' matrices with the quantisation steps in them. */
    private final int[][][] firstEven = new int[8][][];

    private final int[][][] firstOdd = new int[8][][];

    /**
     * Prepares for blocks of one component.
     *
     * @param steps quantisation steps, row by row
     * @param capacity most blocks at once
     */
    Idct(int[] steps, int capacity) {
        sums = new int[4][capacity];
        differences = new int[4][capacity];
        for (int column = 0; column < 8; column++) {
            firstEven[column] = scaled(EVEN, steps, column);
            firstOdd[column] = scaled(ODD, steps, column + 8);
        }
    }

    private static int[][] scaled(int[][] matrix, int[] steps, int from) {
        int[][] scaled = new int[4][4];
        for (int out = 0; out < 4; out++) {
            for (int in = 0; in < 4; in++) {
                scaled[out][in] = matrix[out][in] * steps[from + 16 * in];
            }
        }
        return scaled;
    }

    /** The first pass, in place: down the columns of {@code count} blocks, {@code [row by row, block]}. */
    void columns(int[][] blocks, int count) {
        for (int column = 0; column < 8; column++) {
            multiply(firstEven[column], 1 << (FIRST_SHIFT - 1), blocks, column, 16, sums, count);
            multiply(firstOdd[column], 0, blocks, column + 8, 16, differences, count);
            for (int i = 0; i < 4; i++) {
                int[] upper = blocks[column + 8 * i];
                int[] lower = blocks[column + 8 * (7 - i)];
                butterfly(sums[i], differences[i], upper, lower, count);
            }
        }
    }

    /** The second pass, in place: one row of {@code count} blocks, which become samples of 0…255. */
    void row(int[][] blocks, int row, int count) {
        int round = (1 << (SECOND_SHIFT - 1)) + (MIDDLE_GREY << SECOND_SHIFT);
        multiply(EVEN, round, blocks, row * 8, 2, sums, count);
        multiply(ODD, 0, blocks, row * 8 + 1, 2, differences, count);
        for (int i = 0; i < 4; i++) {
            samples(sums[i], differences[i], blocks[row * 8 + i], blocks[row * 8 + 7 - i], count);
        }
    }

    private static void multiply(int[][] matrix, int add, int[][] blocks, int from, int step, int[][] out, int count) {
        int[] a = blocks[from];
        int[] b = blocks[from + step];
        int[] c = blocks[from + 2 * step];
        int[] d = blocks[from + 3 * step];
        for (int i = 0; i < 4; i++) {
            int[] m = matrix[i];
            dot(a, b, c, d, m[0], m[1], m[2], m[3], add, out[i], count);
        }
    }

    private static void dot(
            int[] a, int[] b, int[] c, int[] d, int wa, int wb, int wc, int wd, int add, int[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = a[i] * wa + b[i] * wb + c[i] * wc + d[i] * wd + add;
        }
    }

    private static void butterfly(int[] sum, int[] difference, int[] first, int[] last, int count) {
        for (int i = 0; i < count; i++) {
            int s = sum[i];
            int d = difference[i];
            first[i] = (s + d) >> FIRST_SHIFT;
            last[i] = (s - d) >> FIRST_SHIFT;
        }
    }

    private static void samples(int[] sum, int[] difference, int[] first, int[] last, int count) {
        for (int i = 0; i < count; i++) {
            int value = (sum[i] + difference[i]) >> SECOND_SHIFT;
            first[i] = (value | ((255 - value) >> 31)) & ~(value >> 31);
        }
        for (int i = 0; i < count; i++) {
            int value = (sum[i] - difference[i]) >> SECOND_SHIFT;
            last[i] = (value | ((255 - value) >> 31)) & ~(value >> 31);
        }
    }

    private static int[][] even() {
        int one = 1 << FRACTION;
        int c = 4433; // 0.541196100
        int toSecond = c + 6270; // 0.765366865
        int toSixth = c - 15137; // 1.847759065
        return new int[][] {
            {one, toSecond, one, c}, {one, c, -one, toSixth}, {one, -c, -one, -toSixth}, {one, -toSecond, one, -c}
        };
    }

    private static int[][] odd() {
        int all = 9633; // 1.175875602
        int z1 = -7373; // 0.899976223, inputs 1 and 7
        int z2 = -20995; // 2.562915447, inputs 3 and 5
        int z3 = -16069 + all; // 1.961570560, inputs 3 and 7
        int z4 = -3196 + all; // 0.390180644, inputs 1 and 5
        int own1 = 12299; // 1.501321110
        int own3 = 25172; // 3.072711026
        int own5 = 16819; // 2.053119869
        int own7 = 2446; // 0.298631336
        return new int[][] {
            {own1 + z1 + z4, all, z4, z1 + all},
            {all, own3 + z2 + z3, z2 + all, z3},
            {z4, z2 + all, own5 + z2 + z4, all},
            {z1 + all, z3, all, own7 + z1 + z3}
        };
    }
}
