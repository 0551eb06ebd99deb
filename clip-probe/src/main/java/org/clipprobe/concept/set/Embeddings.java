package org.clipprobe.concept.set;

import org.clipprobe.activation.Activations;

/**
 * Vectors of length 1 in a model's joint space, one per row.
 *
 * @param rows number of vectors
 * @param dimensions of the joint space
 * @param values {@code [rows, dimensions]} in C order; not copied
 */
public record Embeddings(int rows, int dimensions, float[] values) {
    public Embeddings {
        if (values.length != (long) rows * dimensions) {
            throw new IllegalArgumentException("embeddings: expected " + rows + " × " + dimensions + " = "
                    + (long) rows * dimensions + " values, found " + values.length);
        }
    }

    /** Scales every row of {@code values}, {@code [rows, dimensions]}, to length 1 in place; a row of zeros stays. */
    public static Embeddings normalised(int rows, int dimensions, float[] values) {
        Embeddings embeddings = new Embeddings(rows, dimensions, values);
        for (int row = 0; row < rows; row++) {
            embeddings.normalise(row);
        }
        return embeddings;
    }

    /**
     * What was captured at the place where a tower ends, {@code vision.embed} or {@code text.embed}, as embeddings.
     *
     * @param captured {@code [examples, dimensions]}
     */
    public static Embeddings of(Activations captured) {
        int rows = captured.examples();
        int dimensions = captured.units();
        float[] columns = new float[Math.multiplyExact(rows, dimensions)];
        captured.columns(0, dimensions, columns);
        float[] values = new float[columns.length];
        for (int row = 0; row < rows; row++) {
            for (int d = 0; d < dimensions; d++) {
                values[row * dimensions + d] = columns[d * rows + row];
            }
        }
        return normalised(rows, dimensions, values);
    }

    /** The rows of both, these first; both must have the same number of dimensions. */
    public Embeddings and(Embeddings more) {
        if (dimensions != more.dimensions) {
            throw new IllegalArgumentException(
                    "embeddings: expected " + dimensions + " dimensions, found " + more.dimensions);
        }
        float[] both = new float[Math.addExact(values.length, more.values.length)];
        System.arraycopy(values, 0, both, 0, values.length);
        System.arraycopy(more.values, 0, both, values.length, more.values.length);
        return new Embeddings(rows + more.rows, dimensions, both);
    }

    /** The rows with these indices, in this order. */
    public Embeddings rows(int[] indices) {
        float[] some = new float[Math.multiplyExact(indices.length, dimensions)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * dimensions, some, i * dimensions, dimensions);
        }
        return new Embeddings(indices.length, dimensions, some);
    }

    /** Inner product of a row with a row of other embeddings: their cosine. */
    public double cosine(int row, Embeddings other, int otherRow) {
        double sum = 0;
        int a = row * dimensions;
        int b = otherRow * other.dimensions;
        for (int d = 0; d < dimensions; d++) {
            sum += (double) values[a + d] * other.values[b + d];
        }
        return sum;
    }

    /** Mean of the rows with these indices, not scaled. */
    public double[] mean(int[] indices) {
        double[] mean = new double[dimensions];
        for (int row : indices) {
            for (int d = 0; d < dimensions; d++) {
                mean[d] += values[row * dimensions + d] / (double) indices.length;
            }
        }
        return mean;
    }

    private void normalise(int row) {
        double length = Math.sqrt(cosine(row, this, row));
        if (length > 0) {
            for (int i = row * dimensions; i < (row + 1) * dimensions; i++) {
                values[i] = (float) (values[i] / length);
            }
        }
    }
}
