package org.clipprobe.concept.simulation;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.internal.Products;

/** As many random directions of the joint space as there are concepts, as far from each other as the concepts are. */
final class RandomDirections {
    private RandomDirections() {}

    /** The concepts, turned together by a random rotation or reflection, evenly drawn from all of them. */
    static Embeddings of(Embeddings concepts, Random random) {
        int dimensions = concepts.dimensions();
        RealMatrix normal = new Array2DRowRealMatrix(dimensions, dimensions);
        for (int row = 0; row < dimensions; row++) {
            for (int column = 0; column < dimensions; column++) {
                normal.setEntry(row, column, random.nextGaussian());
            }
        }
        QRDecomposition qr = new QRDecomposition(normal);
        RealMatrix q = qr.getQ();
        RealMatrix r = qr.getR();
        float[][] rotation = new float[dimensions][dimensions];
        for (int row = 0; row < dimensions; row++) {
            for (int column = 0; column < dimensions; column++) {
                // The decomposition fixes signs; undone, every rotation is as likely (Mezzadri 2007).
                rotation[row][column] = (float) (q.getEntry(row, column) * Math.signum(r.getEntry(column, column)));
            }
        }
        float[][] turned = new float[concepts.rows()][dimensions];
        Products.multiply(concepts.values(), rotation, turned, concepts.rows(), dimensions);
        float[] values = new float[concepts.values().length];
        for (int row = 0; row < turned.length; row++) {
            System.arraycopy(turned[row], 0, values, row * dimensions, dimensions);
        }
        return Embeddings.normalised(concepts.rows(), dimensions, values);
    }
}
