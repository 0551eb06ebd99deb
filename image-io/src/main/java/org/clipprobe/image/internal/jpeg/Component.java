package org.clipprobe.image.internal.jpeg;

import java.util.Arrays;

/** One colour component of a frame: its sampling, its blocks and its samples. */
final class Component {
    final int id;
    final int horizontal;
    final int vertical;
    final int quantisationIndex;

    /** Samples of the component that belong to the picture. */
    final int width;

    final int height;

    /** Blocks that belong to the picture, as a scan of this component alone has them. */
    final int blocksWide;

    final int blocksHigh;

    /** Blocks in a row with those that only fill up the last MCU. */
    final int paddedBlocksWide;

    final int paddedBlocksHigh;

    /** The table that was valid when the component's first scan began, in stored order; all zero before. */
    final int[] quantisation = new int[64];

    boolean quantised;

    /** The samples, row by row, {@link #stride()} bytes each. */
    final byte[] samples;

    /** The coefficients of a progressive frame, 64 to a block; empty in others. */
    final short[] coefficients;

    Component(Frame frame, int id, int horizontal, int vertical, int quantisationIndex) {
        this.id = id;
        this.horizontal = horizontal;
        this.vertical = vertical;
        this.quantisationIndex = quantisationIndex;
        width = ceilDiv(frame.width() * horizontal, frame.mostHorizontal());
        height = ceilDiv(frame.height() * vertical, frame.mostVertical());
        blocksWide = ceilDiv(width, 8);
        blocksHigh = ceilDiv(height, 8);
        paddedBlocksWide = ceilDiv(frame.width(), 8 * frame.mostHorizontal()) * horizontal;
        paddedBlocksHigh = ceilDiv(frame.height(), 8 * frame.mostVertical()) * vertical;
        int size = Math.multiplyExact(Math.multiplyExact(paddedBlocksWide, paddedBlocksHigh), 64);
        samples = new byte[size];
        Arrays.fill(samples, (byte) 128); // what libjpeg shows where data are missing
        coefficients = new short[frame.progressive() ? size : 0];
    }

    int stride() {
        return paddedBlocksWide * 8;
    }

    static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
