package org.clipprobe.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RankCorrelationTest {
    @Test
    void ranksAloneCount() {
        assertEquals(
                1,
                RankCorrelation.of(new double[] {1, 2, 3}, new double[] {-5, 0, 1e9})
                        .orElseThrow(),
                1e-12);
        assertEquals(
                -1,
                RankCorrelation.of(new double[] {1, 2, 3}, new double[] {3, 2, 1})
                        .orElseThrow(),
                1e-12);
    }

    /** NumPy's correlation of the ranks 0, 1.5, 1.5, 3, 4 and 1, 0, 2.5, 2.5, 4. */
    @Test
    void tiesShareTheirRanks() {
        double[] a = {1, 2, 2, 4, 5};
        double[] b = {3, 1, 4, 4, 6};
        assertEquals(0.763157894737, RankCorrelation.of(a, b).orElseThrow(), 1e-9);
    }

    @Test
    void whatIsTheSameThroughoutHasNone() {
        assertTrue(RankCorrelation.of(new double[] {1, 1}, new double[] {1, 2}).isEmpty(), "a constant list");
        assertTrue(RankCorrelation.of(new double[0], new double[0]).isEmpty(), "an empty list");
        assertThrows(IllegalArgumentException.class, () -> RankCorrelation.of(new double[] {1}, new double[] {1, 2}));
    }
}
