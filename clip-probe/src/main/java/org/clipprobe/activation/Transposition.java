package org.clipprobe.activation;

/** Turns rows of examples into columns of units, a few rows at a time, so that what is read and written stays near. */
final class Transposition {
    private static final int ROWS = 16;

    private Transposition() {}

    /**
     * Copies the units {@code from} to {@code to} of some examples.
     *
     * @param values {@code [rows, units]} in C order
     * @param units of a row
     * @param first the first row's example
     * @param examples of a column
     * @param target receives {@code [to - from, examples]}, the given examples of it
     */
    static void columns(
            float[] values, int rows, int units, int from, int to, int first, int examples, float[] target) {
        for (int start = 0; start < rows; start += ROWS) {
            int end = Math.min(rows, start + ROWS);
            for (int unit = from; unit < to; unit++) {
                int at = (unit - from) * examples + first;
                for (int row = start; row < end; row++) {
                    target[at + row] = values[row * units + unit];
                }
            }
        }
    }
}
