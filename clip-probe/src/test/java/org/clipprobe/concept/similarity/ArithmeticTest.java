package org.clipprobe.concept.similarity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.clipprobe.concept.naming.Samples;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.internal.Exponential;
import org.clipprobe.concept.similarity.internal.Logarithm;
import org.clipprobe.concept.similarity.internal.Ranks;
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
            double[] exponents = {-50 * random.nextDouble(), 0, -1e6};
            double expected = StrictMath.exp(exponents[0]);
            Exponential.ofNegative(exponents);
            assertEquals(1, exponents[0] / expected, 1e-9);
            assertEquals(1, exponents[1]);
            assertEquals(0, exponents[2], 1e-20);
            double value = StrictMath.pow(10, -300 + 600 * random.nextDouble());
            assertEquals(StrictMath.log(value), Logarithm.of(value), 2e-13);
            double near = 1 + random.nextGaussian() / 100;
            assertEquals(StrictMath.log(near), Logarithm.of(near), 1e-15);
        }
        assertEquals(0, Logarithm.of(1));
    }

    @Test
    void sortingAllAndKeepingTheLargestAgree() {
        Random random = new Random(4);
        float[] special = {Float.NaN, 0f, -0f, Float.MAX_VALUE, -Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
        float[] values = new float[3_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 == 0 ? special[random.nextInt(special.length)] : random.nextInt(500) / 100f - 2;
        }
        int[] all = Strongest.of(values, 5, 2_990, 2_990);
        int[] some = Strongest.of(values, 5, 2_990, 300);
        assertArrayEquals(Arrays.copyOf(all, 300), some);
        for (int i = 1; i < all.length; i++) {
            float before = values[5 + all[i - 1]];
            float after = values[5 + all[i]];
            boolean equal = before == after || (Float.isNaN(before) && Float.isNaN(after));
            assertTrue(equal ? all[i - 1] < all[i] : before > after || Float.isNaN(after));
        }
    }

    @Test
    void strongestFirstEarlierFirstNanLast() {
        float[] values = {1, Float.NaN, 3, -2, 3, 0f, -0f};
        assertArrayEquals(new int[] {2, 4, 0, 5, 6, 3, 1}, Strongest.of(values, 0, 7, 9));
        assertArrayEquals(new int[] {10, 2, 13, 4, 13, 7, 7}, Ranks.of(values));
    }
}
