package org.clipprobe.statistic;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.clipprobe.probe.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MannWhitneyTest {
    private final MannWhitney mannWhitney = new MannWhitney();

    @Test
    void equalsSciPy() {
        assertAll(Goldens.read("mann-whitney.txt").stream().flatMap(fields -> {
            MannWhitney.Outcome outcome = mannWhitney.greater(Goldens.floats(fields[1]), Goldens.floats(fields[2]));
            return Stream.<Executable>of(
                    () -> assertEquals(Double.parseDouble(fields[3]), outcome.auc(), 1e-12, fields[0]),
                    () -> assertClose(Double.parseDouble(fields[4]), outcome.p(), fields[0]));
        }));
    }

    @Test
    void exactTailsEqualIntegersOfAnySize() {
        assertAll(Goldens.read("exact-tails.txt").stream().map(fields -> () -> {
            double p = mannWhitney.p(
                    Double.parseDouble(fields[2]),
                    Integer.parseInt(fields[0]),
                    Integer.parseInt(fields[1]),
                    0,
                    Double.NEGATIVE_INFINITY);
            assertClose(Double.parseDouble(fields[3]), p, String.join(" ", fields));
        }));
    }

    @Test
    void isOneWhereTheSampleIsSmallestAndFallsAsItGrows() {
        for (int[] sizes : new int[][] {{2, 9}, {8, 40}, {8, 8}}) {
            double before = 1;
            for (int u = 0; u <= sizes[0] * sizes[1]; u++) {
                double p = mannWhitney.p(u, sizes[0], sizes[1], 0, Double.NEGATIVE_INFINITY);
                assertTrue(u == 0 ? p == 1 : p < before, "p falls with u: " + p + " after " + before);
                before = p;
            }
        }
    }

    @Test
    void pOfNoiseIsNotSmallerThanItsRank() {
        Random random = new Random(5);
        int below = 0;
        int draws = 4000;
        for (int i = 0; i < draws; i++) {
            float[] x = new float[4];
            float[] y = new float[30];
            for (int j = 0; j < x.length; j++) {
                x[j] = (float) random.nextGaussian();
            }
            for (int j = 0; j < y.length; j++) {
                y[j] = (float) random.nextGaussian();
            }
            below += mannWhitney.greater(x, y).p() <= 0.1 ? 1 : 0;
        }
        assertEquals(0.1, below / (double) draws, 0.02);
    }

    /** Within 1e-9 of the larger of the two, so that the far tail counts as well. */
    private static void assertClose(double expected, double actual, String what) {
        assertEquals(expected, actual, 1e-9 * Math.abs(expected) + 1e-300, what);
    }
}
