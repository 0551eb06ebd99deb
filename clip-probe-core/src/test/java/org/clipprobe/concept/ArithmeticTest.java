package org.clipprobe.concept;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
    @Test
    void productsOfAllShapes() {
        Random random = new Random(1);
        for (int[] shape : new int[][] {{1, 1, 1}, {7, 5, 3}, {64, 256, 16}, {131, 517, 37}, {4, 2, 700}}) {
            int rows = shape[0];
            int inner = shape[1];
            int columns = shape[2];
            Embeddings left = Samples.directions(rows, inner, random);
            Embeddings right = Samples.directions(columns, inner, random);
            float[][] found = new float[rows][columns + 1];
            Cosines.of(left, right).block(0, columns, found);
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    assertEquals(left.cosine(r, right, c), found[r][c], 1e-6);
                }
            }
        }
    }

    @Test
    void exponentialsOfCosines() {
        for (double scale : new double[] {0.1, 2, 10, 40}) {
            Exponential exponential = new Exponential(scale);
            float[] cosines = {-1, -0.33f, 0, 0.2f, 1};
            double sum = 0;
            float[] expected = new float[cosines.length];
            for (int i = 0; i < cosines.length; i++) {
                sum += StrictMath.exp(scale * cosines[i]);
                expected[i] = (float) (StrictMath.exp(scale * cosines[i]) * 1e-9);
            }
            assertEquals(1, exponential.sum(cosines, cosines.length) / sum, 1e-9);
            exponential.scale(cosines, cosines.length, 1e-9);
            for (int i = 0; i < cosines.length; i++) {
                assertEquals(1, cosines[i] / expected[i], 2e-7);
            }
        }
    }

    @Test
    void logarithmsAndExponentials() {
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            double exponent = -50 * random.nextDouble();
            assertEquals(1, Exponential.of(exponent) / StrictMath.exp(exponent), 1e-14);
            double value = StrictMath.pow(10, -300 + 600 * random.nextDouble());
            assertEquals(StrictMath.log(value), Logarithm.of(value), 2e-13);
            double near = 1 + random.nextGaussian() / 100;
            assertEquals(StrictMath.log(near), Logarithm.of(near), 1e-15);
        }
        assertEquals(0, Logarithm.of(1));
    }

    @Test
    void strongestFirstEarlierFirstNanLast() {
        float[] values = {1, Float.NaN, 3, -2, 3, 0f, -0f};
        assertArrayEquals(new int[] {2, 4, 0, 5, 6, 3, 1}, Strongest.of(values, 0, 7, 9));
        assertArrayEquals(new float[] {5, 1, 6.5f, 2, 6.5f, 3.5f, 3.5f}, Ranks.of(values));
    }
}
