package org.clipprobe.attack;

import boofcv.struct.image.InterleavedU8;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a picture is plainest: the windows of a text's size in which the brightness (Rec. 601 luma) has the least
 * variance. Large pictures are looked at in blocks, at most 256 along a side, so that memory stays small.
 */
final class PlainSpots {
    private static final int MAX_BLOCKS = 256;

    private final int block;
    private final int columns;
    private final int rows;
    private final double[] sums;
    private final double[] squares;

    private PlainSpots(InterleavedU8 picture) {
        block = (Math.max(picture.width, picture.height) + MAX_BLOCKS - 1) / MAX_BLOCKS;
        columns = (picture.width + block - 1) / block;
        rows = (picture.height + block - 1) / block;
        sums = new double[(columns + 1) * (rows + 1)];
        squares = new double[(columns + 1) * (rows + 1)];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double luma = luma(picture, column * block, row * block);
                int at = (row + 1) * (columns + 1) + column + 1;
                sums[at] = luma + sums[at - 1] + sums[at - columns - 1] - sums[at - columns - 2];
                squares[at] = luma * luma + squares[at - 1] + squares[at - columns - 1] - squares[at - columns - 2];
            }
        }
    }

    /** The block's mean brightness times 1000, a whole number so that sums are exact. */
    private double luma(InterleavedU8 picture, int left, int top) {
        long sum = 0;
        int right = Math.min(left + block, picture.width);
        int bottom = Math.min(top + block, picture.height);
        for (int y = top; y < bottom; y++) {
            int at = picture.getIndex(left, y);
            for (int x = left; x < right; x++, at += 3) {
                sum += 299 * (picture.data[at] & 255)
                        + 587 * (picture.data[at + 1] & 255)
                        + 114 * (picture.data[at + 2] & 255);
            }
        }
        long mean = sum / ((long) (right - left) * (bottom - top));
        return mean;
    }

    static List<Placer.Spot> find(InterleavedU8 picture, double width, double height, int copies) {
        PlainSpots plain = new PlainSpots(picture);
        int across = Math.min(plain.columns, (int) Math.ceil(width / plain.block));
        int down = Math.min(plain.rows, (int) Math.ceil(height / plain.block));
        List<int[]> taken = new ArrayList<>();
        List<Placer.Spot> spots = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            int[] best = plain.plainest(across, down, taken);
            if (best.length == 0) {
                break;
            }
            taken.add(best);
            double left = Math.min(best[0] * (double) plain.block, picture.width - width);
            spots.add(new Placer.Spot(
                    Math.max(0, left), Math.max(0, Math.min(best[1] * (double) plain.block, picture.height - height))));
        }
        return spots;
    }

    /** The free window's column and row; empty when every window overlaps one that is taken. */
    private int[] plainest(int across, int down, List<int[]> taken) {
        int[] best = {};
        double least = Double.POSITIVE_INFINITY;
        for (int row = 0; row + down <= rows; row++) {
            for (int column = 0; column + across <= columns; column++) {
                double variance = variance(column, row, across, down);
                if (variance < least && isFree(column, row, across, down, taken)) {
                    least = variance;
                    best = new int[] {column, row};
                }
            }
        }
        return best;
    }

    private static boolean isFree(int column, int row, int across, int down, List<int[]> taken) {
        return taken.stream()
                .noneMatch(other -> Math.abs(other[0] - column) < across && Math.abs(other[1] - row) < down);
    }

    private double variance(int column, int row, int across, int down) {
        double blocks = (double) across * down;
        double mean = window(sums, column, row, across, down) / blocks;
        return window(squares, column, row, across, down) / blocks - mean * mean;
    }

    private double window(double[] integral, int column, int row, int across, int down) {
        int top = row * (columns + 1);
        int bottom = (row + down) * (columns + 1);
        return integral[bottom + column + across]
                - integral[bottom + column]
                - integral[top + column + across]
                + integral[top + column];
    }
}
