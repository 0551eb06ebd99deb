package org.clipprobe.look;

import boofcv.struct.image.InterleavedU8;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.model.VisionTower.Grid;

/**
 * Values on the places of a picture as the tower sees it, and at the tokens that are no place.
 *
 * @param kind what is mapped
 * @param label of what: a unit, a head, a prompt; may be empty
 * @param measure unit of measure of the values
 * @param grid how the values lie on the picture
 * @param values {@code [positions]}: first the tokens that are no place, then the places row by row; not smoothed, not copied
 */
public record PatchMap(Kind kind, String label, String measure, Grid grid, float[] values) {
    /** What is mapped. */
    public enum Kind {
        /** A unit's own value at each position. */
        UNIT,
        /** How the token that is read out attends to each position. */
        ATTENTION,
        /** The same through all blocks (Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers"). */
        ROLLOUT,
        /**
         * What each position contributes to the similarity with a prompt, straight through the heads of all blocks
         * (Gandelsman, Efros and Steinhardt 2024).
         */
        PROMPT,
        /** The same through one head. */
        HEAD,
        /** What is lost of the similarity when a place is covered. */
        OCCLUSION
    }

    /**
     * A rectangle in the picture as the tower sees it; edges as shares of its width and height, from the top left.
     *
     * @param left from 0 to 1
     * @param top from 0 to 1
     * @param right larger than {@code left}
     * @param bottom larger than {@code top}
     */
    public record Box(double left, double top, double right, double bottom) {
        public Box {
            if (!(0 <= left && left < right && right <= 1 && 0 <= top && top < bottom && bottom <= 1)) {
                throw new IllegalArgumentException("expected a box inside the picture, edges from 0 to 1, found " + left
                        + ", " + top + " to " + right + ", " + bottom);
            }
        }

        /** The smallest box around the pixels in which two pictures of one size differ; empty where they are the same. */
        public static Optional<Box> around(InterleavedU8 before, InterleavedU8 after) {
            if (before.width != after.width || before.height != after.height) {
                throw new IllegalArgumentException("expected two pictures of one size, found " + before.width + " × "
                        + before.height + " and " + after.width + " × " + after.height);
            }
            int left = before.width;
            int top = before.height;
            int right = 0;
            int bottom = 0;
            for (int y = 0; y < before.height; y++) {
                for (int x = 0; x < before.width; x++) {
                    if (before.get24(x, y) != after.get24(x, y)) {
                        left = Math.min(left, x);
                        right = Math.max(right, x + 1);
                        top = Math.min(top, y);
                        bottom = y + 1;
                    }
                }
            }
            double width = before.width;
            double height = before.height;
            return right == 0
                    ? Optional.empty()
                    : Optional.of(new Box(left / width, top / height, right / width, bottom / height));
        }

        /** Its share of the picture. */
        public double area() {
            return (right - left) * (bottom - top);
        }
    }

    public PatchMap {
        if (values.length != grid.positions()) {
            throw new IllegalArgumentException(
                    "expected " + grid.positions() + " values for a grid of " + grid + ", found " + values.length);
        }
    }

    /** Whether values below 0 mean something: not in attention, nor for a unit that has none here. */
    public boolean isSigned() {
        return switch (kind) {
            case ATTENTION, ROLLOUT -> false;
            case UNIT -> IntStream.range(grid.others(), values.length).anyMatch(i -> values[i] < 0);
            default -> true;
        };
    }

    /** The value of a place. */
    public float at(int row, int column) {
        return values[grid.others() + row * grid.columns() + column];
    }

    /** The places' values alone, {@code [rows, columns]}. */
    public float[] patches() {
        return Arrays.copyOfRange(values, grid.others(), values.length);
    }

    /**
     * The share of what is above 0 of the map that lies in a box; a place that lies in it in part counts in part. Compare
     * it with {@link Box#area}. Not a number where nothing is above 0.
     */
    public double share(Box box) {
        double inside = 0;
        double all = 0;
        for (int row = 0; row < grid.rows(); row++) {
            double high = overlap(box.top(), box.bottom(), row, grid.rows());
            for (int column = 0; column < grid.columns(); column++) {
                double value = Math.max(0, at(row, column));
                all += value;
                inside += value * high * overlap(box.left(), box.right(), column, grid.columns());
            }
        }
        return all > 0 ? inside / all : Double.NaN;
    }

    /** How much of a cell's width lies between two edges, from 0 to 1. */
    private static double overlap(double from, double to, int cell, int cells) {
        return Math.max(0, Math.min(to * cells, cell + 1) - Math.max(from * cells, cell));
    }
}
