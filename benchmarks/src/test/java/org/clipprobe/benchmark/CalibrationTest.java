package org.clipprobe.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.clipprobe.probe.ProbeException;
import org.junit.jupiter.api.Test;

/** A small part of the calibration, with bounds that chance breaks once in a thousand times. */
class CalibrationTest {
    private static final int SEEDS = 40;
    private static final int CONCEPTS = 60;
    private static final int UNITS = 64;

    @Test
    void whereNothingIsTrueNoMoreRunsFindSomethingThanIsStated() throws ProbeException {
        holds(List.of(
                new CalibrationGrid.Cell("unrelated", seed -> Scenario.unrelated(seed, CONCEPTS, UNITS, 4, 1, 0.7)),
                new CalibrationGrid.Cell(
                        "silent",
                        seed -> Scenario.unrelated(seed, CONCEPTS, UNITS, 2, 1, 0.7)
                                .silentBelow(2)),
                new CalibrationGrid.Cell(
                        "copies",
                        seed -> Scenario.unrelated(seed, CONCEPTS, UNITS, 2, 1, 0.7)
                                .nearCopies(10)),
                new CalibrationGrid.Cell("unequal", seed -> Scenario.unequal(seed, CONCEPTS, UNITS, 1, 5, 1, 20, true)),
                new CalibrationGrid.Cell(
                        "without words", seed -> Scenario.unequal(seed, CONCEPTS, UNITS, 1, 5, 1, 20, false))));
    }

    private static void holds(List<CalibrationGrid.Cell> cells) throws ProbeException {
        List<Calibration.Tally> tallies = Calibration.tallies(cells);
        for (int seed = 0; seed < SEEDS; seed++) {
            Calibration.add(tallies, seed);
        }
        for (Calibration.Tally tally : tallies) {
            int bound = new BinomialDistribution(null, SEEDS, tally.rate).inverseCumulativeProbability(0.999);
            assertTrue(
                    tally.realised() * SEEDS <= bound,
                    tally.cell.name() + " at " + tally.rate + ": " + tally.realised() + " of runs");
        }
    }

    @Test
    void amongUnitsThatLackOneFacetTheRateIsKeptAndTheTrueOnesAreFound() throws ProbeException {
        List<Calibration.Tally> tallies = Calibration.tallies(List.of(new CalibrationGrid.Cell(
                "partial",
                seed -> Scenario.unrelated(seed, CONCEPTS, 128, 2, 2, 0.7)
                        .planted(20, 4, 1)
                        .partial(100, 4, "photo", "word"))));
        for (int seed = 0; seed < SEEDS; seed++) {
            Calibration.add(tallies, seed);
        }
        for (Calibration.Tally tally : tallies) {
            assertTrue(tally.lower(0.999) <= tally.rate, tally.rate + ": " + tally.realised());
        }
        assertTrue(tallies.get(1).power() >= 0.6, "at 0.2: " + tallies.get(1).power());
    }
}
