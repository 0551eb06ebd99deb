package org.clipprobe.image;

import boofcv.struct.image.InterleavedU8;

/** Numbers on a grid as a picture. */
public final class HeatMap {
    private HeatMap() {}

    /**
     * Which numbers have the colours of the scale's ends.
     *
     * @param low has the darkest
     * @param high has the lightest; more than {@code low}
     */
    public record Range(double low, double high) {
        public Range {
            if (!(low < high)) {
                throw new IllegalArgumentException("expected a range that grows, found " + low + " to " + high);
            }
        }

        /**
         * From 0 to the largest of the numbers, or as far below 0 as above it.
         *
         * @param signed whether numbers below 0 mean something
         */
        public static Range of(float[] values, boolean signed) {
            double most = 0;
            for (float value : values) {
                if (Float.isFinite(value)) {
                    most = Math.max(most, signed ? Math.abs(value) : value);
                }
            }
            most = most > 0 ? most : 1;
            return new Range(signed ? -most : 0, most);
        }

        /** Where a number lies, from 0 to 1. */
        public double place(double value) {
            return Double.isNaN(value) ? 0.5 : (value - low) / (high - low);
        }
    }

    /**
     * A picture with one pixel for each place; whoever shows it enlarges it.
     *
     * @param values {@code [rows, columns]} in C order
     */
    public static InterleavedU8 picture(float[] values, int rows, int columns, Range range) {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(
                    "expected " + rows + " × " + columns + " values, found " + values.length);
        }
        InterleavedU8 picture = new InterleavedU8(columns, rows, 3);
        for (int i = 0; i < values.length; i++) {
            Rgb colour = ColourScale.at(range.place(values[i]));
            picture.data[3 * i] = (byte) colour.red();
            picture.data[3 * i + 1] = (byte) colour.green();
            picture.data[3 * i + 2] = (byte) colour.blue();
        }
        return picture;
    }
}
