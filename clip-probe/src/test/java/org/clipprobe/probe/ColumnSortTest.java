package org.clipprobe.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnSortTest {
    @Test
    void sortsAsAComparisonSortDoesAndKnowsWhereValuesCameFrom() {
        Random random = new Random(4);
        ColumnSort sort = new ColumnSort(3000);
        for (int n : new int[] {1, 2, 3, 100, 511, 512, 3000}) {
            float[] columns = new float[2 * n];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = value(random);
            }
            int[] rows = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
            sort.sort(rows, columns, n);
            float[] expected = Arrays.copyOfRange(columns, n, 2 * n);
            for (int i = 0; i < n; i++) {
                expected[i] += 0f;
            }
            Arrays.sort(expected);
            for (int rank = 0; rank < n; rank++) {
                assertEquals(expected[rank], columns[n + rows[sort.row(rank)]] + 0f);
                boolean tied = rank > 0 && expected[rank] == expected[rank - 1];
                assertEquals(tied, rank > 0 && sort.tied(rank - 1, rank));
                assertTrue(!tied || sort.row(rank - 1) < sort.row(rank), "equal values keep their order");
            }
        }
    }

    /** Every magnitude and sign, with ties. */
    private static float value(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(5) - 2;
            case 1 -> random.nextBoolean() ? 0f : -0f;
            case 2 -> Float.MIN_VALUE * (random.nextInt(9) - 4);
            case 3 -> (random.nextFloat() - 0.5f) * Float.MAX_VALUE;
            default -> (float) random.nextGaussian();
        };
    }
}
