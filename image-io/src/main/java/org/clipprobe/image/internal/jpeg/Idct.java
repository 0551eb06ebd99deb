package org.clipprobe.image.internal.jpeg;

/**
 * The accurate integer inverse DCT of libjpeg (jidctint): Loeffler, Ligtenberg and Moschytz 1989, with 12
 * multiplications in 13-bit fixed point and 2 more bits kept between the passes.
 */
final class Idct {
    private static final int FRACTION = 13;
    private static final int KEPT = 2;

    // cos and sin terms of the flow graph, times 2^13, rounded
    private static final int C_0_298631336 = 2446;
    private static final int C_0_390180644 = 3196;
    private static final int C_0_541196100 = 4433;
    private static final int C_0_765366865 = 6270;
    private static final int C_0_899976223 = 7373;
    private static final int C_1_175875602 = 9633;
    private static final int C_1_501321110 = 12299;
    private static final int C_1_847759065 = 15137;
    private static final int C_1_961570560 = 16069;
    private static final int C_2_053119869 = 16819;
    private static final int C_2_562915447 = 20995;
    private static final int C_3_072711026 = 25172;

    private final int[] between = new int[64];

    /**
     * @param block dequantised coefficients, row by row
     * @param out receives 8 × 8 samples at {@code offset}, rows {@code stride} apart
     */
    void transform(int[] block, byte[] out, int offset, int stride) {
        for (int column = 0; column < 8; column++) {
            down(block, column);
        }
        for (int row = 0; row < 8; row++) {
            across(row * 8, out, offset + row * stride);
        }
    }

    /** The same for a block whose only coefficient is DC. */
    static void flat(int dc, byte[] out, int offset, int stride) {
        byte sample = sample(((dc << KEPT) + (1 << (KEPT + 2))) >> (KEPT + 3));
        for (int row = 0, at = offset; row < 8; row++, at += stride) {
            for (int i = 0; i < 8; i++) {
                out[at + i] = sample;
            }
        }
    }

    private void down(int[] in, int c) {
        int[] out = between;
        int d1 = in[c + 8];
        int d2 = in[c + 16];
        int d3 = in[c + 24];
        int d4 = in[c + 32];
        int d5 = in[c + 40];
        int d6 = in[c + 48];
        int d7 = in[c + 56];
        if ((d1 | d2 | d3 | d4 | d5 | d6 | d7) == 0) {
            int dc = in[c] << KEPT;
            for (int i = c; i < 64; i += 8) {
                out[i] = dc;
            }
            return;
        }
        int z = (d2 + d6) * C_0_541196100;
        int even2 = z - d6 * C_1_847759065;
        int even3 = z + d2 * C_0_765366865;
        int round = 1 << (FRACTION - KEPT - 1);
        int even0 = ((in[c] + d4) << FRACTION) + round;
        int even1 = ((in[c] - d4) << FRACTION) + round;
        int a = even0 + even3;
        int d = even0 - even3;
        int b = even1 + even2;
        int e = even1 - even2;

        int z1 = (d7 + d1) * -C_0_899976223;
        int z2 = (d5 + d3) * -C_2_562915447;
        int z5 = (d7 + d3 + d5 + d1) * C_1_175875602;
        int z3 = (d7 + d3) * -C_1_961570560 + z5;
        int z4 = (d5 + d1) * -C_0_390180644 + z5;
        int odd0 = d7 * C_0_298631336 + z1 + z3;
        int odd1 = d5 * C_2_053119869 + z2 + z4;
        int odd2 = d3 * C_3_072711026 + z2 + z3;
        int odd3 = d1 * C_1_501321110 + z1 + z4;

        int shift = FRACTION - KEPT;
        out[c] = (a + odd3) >> shift;
        out[c + 56] = (a - odd3) >> shift;
        out[c + 8] = (b + odd2) >> shift;
        out[c + 48] = (b - odd2) >> shift;
        out[c + 16] = (e + odd1) >> shift;
        out[c + 40] = (e - odd1) >> shift;
        out[c + 24] = (d + odd0) >> shift;
        out[c + 32] = (d - odd0) >> shift;
    }

    private void across(int r, byte[] out, int at) {
        int[] in = between;
        int d1 = in[r + 1];
        int d2 = in[r + 2];
        int d3 = in[r + 3];
        int d4 = in[r + 4];
        int d5 = in[r + 5];
        int d6 = in[r + 6];
        int d7 = in[r + 7];
        int z = (d2 + d6) * C_0_541196100;
        int even2 = z - d6 * C_1_847759065;
        int even3 = z + d2 * C_0_765366865;
        int round = 1 << (FRACTION + KEPT + 2);
        int even0 = ((in[r] + d4) << FRACTION) + round;
        int even1 = ((in[r] - d4) << FRACTION) + round;
        int a = even0 + even3;
        int d = even0 - even3;
        int b = even1 + even2;
        int e = even1 - even2;

        int z1 = (d7 + d1) * -C_0_899976223;
        int z2 = (d5 + d3) * -C_2_562915447;
        int z5 = (d7 + d3 + d5 + d1) * C_1_175875602;
        int z3 = (d7 + d3) * -C_1_961570560 + z5;
        int z4 = (d5 + d1) * -C_0_390180644 + z5;
        int odd0 = d7 * C_0_298631336 + z1 + z3;
        int odd1 = d5 * C_2_053119869 + z2 + z4;
        int odd2 = d3 * C_3_072711026 + z2 + z3;
        int odd3 = d1 * C_1_501321110 + z1 + z4;

        int shift = FRACTION + KEPT + 3;
        out[at] = sample((a + odd3) >> shift);
        out[at + 7] = sample((a - odd3) >> shift);
        out[at + 1] = sample((b + odd2) >> shift);
        out[at + 6] = sample((b - odd2) >> shift);
        out[at + 2] = sample((e + odd1) >> shift);
        out[at + 5] = sample((e - odd1) >> shift);
        out[at + 3] = sample((d + odd0) >> shift);
        out[at + 4] = sample((d - odd0) >> shift);
    }

    private static byte sample(int level) {
        return (byte) Math.max(0, Math.min(255, level + 128));
    }
}
