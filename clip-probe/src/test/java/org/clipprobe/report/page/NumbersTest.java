package org.clipprobe.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void negativeNumbersHaveTheTrueMinusAndZeroHasNone() {
        assertEquals("−1.50", Numbers.decimals(-1.5, 2));
        assertEquals("0.00", Numbers.decimals(-0.004, 2));
        assertEquals("−0.01", Numbers.decimals(-0.006, 2));
        assertEquals("0.00", Numbers.activation(-0.001));
        assertEquals("−2,000", Numbers.activation(-2000));
    }

    @Test
    void whatIsNoNumberIsADashAndWhatHasNoEndIsSaid() {
        assertEquals("–", Numbers.decimals(Double.NaN, 1));
        assertEquals("∞", Numbers.decimals(Double.POSITIVE_INFINITY, 1));
        assertEquals("−∞", Numbers.decimals(Double.NEGATIVE_INFINITY, 1));
    }

    @Test
    void probabilitiesAreReadableHoweverSmall() {
        assertEquals("0", Numbers.probability(0));
        assertEquals("0.042", Numbers.probability(0.042));
        assertEquals("2.1 × 10⁻⁵", Numbers.probability(2.1e-5));
    }
}
