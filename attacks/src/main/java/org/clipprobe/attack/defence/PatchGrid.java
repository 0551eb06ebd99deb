package org.clipprobe.attack.defence;

import java.util.List;
import java.util.Optional;
import org.clipprobe.image.Preprocessing;

/**
 * Where a vision transformer's patches are.
 *
 * @param first the key that is the first patch; CLS and registers come before
 */
record PatchGrid(int first, int rows, int columns) {
    private static final int MOST_OTHERS = 16;

    /** The grid whose patches are square; empty where no such grid has so many keys. */
    static Optional<PatchGrid> of(int keys, Preprocessing.Geometry picture) {
        for (int others = 0; others <= Math.min(MOST_OTHERS, keys - 1); others++) {
            int patches = keys - others;
            int columns = (int) Math.round(Math.sqrt((double) patches * picture.width() / picture.height()));
            boolean fits = columns > 0
                    && patches % columns == 0
                    && (long) (patches / columns) * picture.width() == (long) columns * picture.height();
            if (fits) {
                return Optional.of(new PatchGrid(others, patches / columns, columns));
            }
        }
        return Optional.empty();
    }

    /** How much of each patch lies in one of the boxes, 0 to 1, row by row. */
    double[] covered(List<AttackCase.Box> boxes) {
        double[] covered = new double[rows * columns];
        for (AttackCase.Box box : boxes) {
            for (int row = 0; row < rows; row++) {
                double down = overlap(box.top() * rows, box.bottom() * rows, row);
                for (int column = 0; column < columns && down > 0; column++) {
                    double across = overlap(box.left() * columns, box.right() * columns, column);
                    int patch = row * columns + column;
                    covered[patch] = Math.min(1, covered[patch] + down * across);
                }
            }
        }
        return covered;
    }

    private static double overlap(double from, double to, int cell) {
        return Math.max(0, Math.min(to, cell + 1) - Math.max(from, cell));
    }

    /**
     * Adds each head's share of attention on the boxes.
     *
     * @param scores one for each head of all layers
     * @param patterns {@code [rows, heads × keys]} of each layer next to each other
     * @param heads of each layer
     */
    void add(double[] scores, PartScorer.Rows patterns, int row, List<AttackCase.Box> boxes, int[] heads) {
        double[] covered = covered(boxes);
        int keys = first + rows * columns;
        int head = 0;
        int column = 0;
        for (int inLayer : heads) {
            for (int i = 0; i < inLayer; i++) {
                double on = 0;
                double all = 0;
                for (int patch = 0; patch < covered.length; patch++) {
                    double attention = patterns.at(row, column + first + patch);
                    on += attention * covered[patch];
                    all += attention;
                }
                scores[head] += all > 0 ? on / all : 0;
                head++;
                column += keys;
            }
        }
    }
}
