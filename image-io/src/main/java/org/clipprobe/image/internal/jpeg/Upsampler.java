package org.clipprobe.image.internal.jpeg;

import org.clipprobe.image.internal.BrokenPicture;

/** Gives a component's samples at the picture's full size, row by row, with libjpeg's triangle filter ("fancy"). */
final class Upsampler {
    /** libjpeg filters only components wider than this. */
    private static final int NARROW = 2;

    private final Component component;
    private final int horizontal;
    private final int vertical;
    private final boolean filtersAcross;
    private final boolean filtersDown;

    /** One row of the component, blended vertically, at the component's own width. */
    private final int[] column;

    private final int[] left;
    private final int[] right;
    private final int[] even;
    private final int[] odd;

    Upsampler(Frame frame, Component component) throws BrokenPicture {
        this.component = component;
        if (frame.mostHorizontal() % component.horizontal != 0 || frame.mostVertical() % component.vertical != 0) {
            throw new BrokenPicture("has chroma sampled at a fraction that is not supported");
        }
        horizontal = frame.mostHorizontal() / component.horizontal;
        vertical = frame.mostVertical() / component.vertical;
        filtersAcross = horizontal == 2 && vertical <= 2 && component.width > NARROW;
        filtersDown = vertical == 2 && (horizontal == 1 || filtersAcross);
        column = new int[component.width];
        left = new int[component.width];
        right = new int[component.width];
        even = new int[component.width];
        odd = new int[component.width];
    }

    /** Writes row {@code y} of the picture; {@code row} may be shorter than the filter's output. */
    void row(int y, int[] row) {
        blendDown(y);
        if (horizontal == 1) {
            System.arraycopy(column, 0, row, 0, row.length);
        } else if (filtersAcross) {
            blendAcross(row);
        } else {
            for (int x = 0; x < row.length; x++) {
                row[x] = column[x / horizontal];
            }
        }
    }

    /** Rows of full vertical resolution stay 8 bits; blended ones are four times as large until rounded. */
    private void blendDown(int y) {
        int own = y / vertical;
        if (!filtersDown) {
            widen(own, column);
            return;
        }
        boolean upper = y % 2 == 0;
        int other = Math.max(0, Math.min(component.height - 1, upper ? own - 1 : own + 1));
        widen(own, left);
        widen(other, right);
        for (int x = 0; x < column.length; x++) {
            column[x] = left[x] * 3 + right[x];
        }
        if (!filtersAcross) {
            int round = upper ? 1 : 2;
            for (int x = 0; x < column.length; x++) {
                column[x] = (column[x] + round) >> 2;
            }
        }
    }

    private void widen(int y, int[] row) {
        byte[] samples = component.samples;
        int at = y * component.stride();
        for (int x = 0; x < row.length; x++) {
            row[x] = samples[at + x] & 0xff;
        }
    }

    private void blendAcross(int[] row) {
        int width = column.length;
        System.arraycopy(column, 0, left, 1, width - 1);
        System.arraycopy(column, 1, right, 0, width - 1);
        left[0] = column[0];
        right[width - 1] = column[width - 1];
        int shift = filtersDown ? 4 : 2;
        int roundEven = filtersDown ? 8 : 1;
        int roundOdd = filtersDown ? 7 : 2;
        for (int x = 0; x < width; x++) {
            even[x] = (column[x] * 3 + left[x] + roundEven) >> shift;
            odd[x] = (column[x] * 3 + right[x] + roundOdd) >> shift;
        }
        int pairs = row.length / 2;
        for (int x = 0; x < pairs; x++) {
            row[2 * x] = even[x];
            row[2 * x + 1] = odd[x];
        }
        if (row.length % 2 != 0) {
            row[2 * pairs] = even[pairs];
        }
    }
}
