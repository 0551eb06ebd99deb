package org.clipprobe.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small form of the simulation: a coverage of 92 % would be seen as less in fewer than one of 1,000 of these. */
class IntervalCoverageTest {
    private static final int RUNS = 200;
    private static final int FEWEST = new BinomialDistribution(null, RUNS, 0.92).inverseCumulativeProbability(0.001);

    @ParameterizedTest
    @CsvSource({
        "48, 1, 0.3, 0.0, 0.65, 0.60",
        "48, 5, 0.6, 0.2, 0.22, 0.02",
        "48, 14, 0.3, 0.3, 0.65, 0.60",
        "150, 14, 0.1, 0.1, 0.22, 0.02",
        "150, 50, 0.3, 0.0, 0.05, 0.05"
    })
    void intervalsHoldTheTruth(
            int pictures, int words, double byPicture, double byWord, double attack, double control) {
        IntervalCoverage.Coverage seen = IntervalCoverage.simulate(
                new IntervalCoverage.Cell(pictures, words, byPicture, byWord, attack, control), RUNS, 7);
        assertEquals(RUNS, seen.runs());
        assertTrue(seen.rate() >= FEWEST, seen + ", expected at least " + FEWEST);
        assertTrue(seen.difference() >= FEWEST, seen + ", expected at least " + FEWEST);
    }
}
