package org.clipprobe.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against NumPy, SciPy and statsmodels; {@code src/test/python/statistic/clustered_goldens.py} wrote the file. */
class ClusteredTrialsTest {
    private static final int CASES = 5;

    private static List<String[]> goldens(String kind) throws IOException {
        try (InputStream stream = ClusteredTrialsTest.class.getResourceAsStream("clustered.csv")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(",", -1))
                    .filter(cells -> cells[0].equals(kind))
                    .toList();
        }
    }

    private static ClusteredTrials trials(int wanted) throws IOException {
        ClusteredTrials trials = new ClusteredTrials(2);
        for (String[] cells : goldens("trial")) {
            if (Integer.parseInt(cells[1]) == wanted) {
                trials.add(
                        cells[2],
                        cells[3],
                        cells[4],
                        Double.parseDouble(cells[5]),
                        Double.parseDouble(cells[6]),
                        Double.parseDouble(cells[7]));
            }
        }
        return trials;
    }

    private static void same(String[] golden, Estimate found) {
        String where = golden[0] + " of case " + golden[1];
        assertEquals(Double.parseDouble(golden[2]), found.value(), 1e-12, where);
        assertEquals(Double.parseDouble(golden[3]), found.low(), 1e-9, where + ", low");
        assertEquals(Double.parseDouble(golden[4]), found.high(), 1e-9, where + ", high");
    }

    @Test
    void ratesAndDifferencesAreThoseOfPython() throws IOException {
        for (int i = 0; i < CASES; i++) {
            ClusteredTrials trials = trials(i);
            same(goldens("rate").get(i), trials.rate(0));
            same(goldens("other").get(i), trials.rate(1));
            same(goldens("difference").get(i), trials.difference(0, 1));
        }
    }

    @Test
    void mcNemarForClustersIsThatOfPython() throws IOException {
        assertEquals(3, goldens("mcnemar").size());
        for (String[] golden : goldens("mcnemar")) {
            double expected = Double.parseDouble(golden[4]);
            double found = ClusteredMcNemar.p(longs(golden[1]), longs(golden[2]), longs(golden[3]));
            assertEquals(expected, found, 1e-12 * expected);
        }
        assertEquals(1, ClusteredMcNemar.p(new long[] {1, 0}, new long[] {1, 0}, new long[] {2, 2}));
    }

    private static long[] longs(String cell) {
        return Arrays.stream(cell.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    /** Trials that are independent have Wilson's interval, but for t and the two events of doubt. */
    @Test
    void noEventInManyTrialsOnAPictureIsOneObservationOfIt() {
        ClusteredTrials once = new ClusteredTrials(1);
        ClusteredTrials often = new ClusteredTrials(1);
        for (int i = 0; i < 40; i++) {
            once.add("p" + i, "one class", "a word", 1, 0);
            for (int j = 0; j < 25; j++) {
                often.add("p" + i, "one class", "a word", 1, 0);
            }
        }
        assertEquals(0, often.rate(0).low());
        assertEquals(once.rate(0).high(), often.rate(0).high(), 1e-12);
        assertTrue(
                often.rate(0).high() > 0.08 && often.rate(0).high() < 0.12,
                often.rate(0).toString());
    }

    @Test
    void fewWordsOrClassesMakeAnIntervalConditionalOnThem() throws IOException {
        assertEquals("for these words", trials(0).scope().words("all"));
        assertEquals("all", trials(1).scope().words("all"));
        assertEquals("for these classes", trials(2).scope().words("all"));
        assertEquals("for these words and classes", trials(3).scope().words("all"));
    }

    @Test
    void nothingIsNothing() {
        ClusteredTrials none = new ClusteredTrials(2);
        none.add("a", "b", "c", 0, 0, 0);
        assertEquals(0, none.trials());
        assertFalse(none.rate(0).known());
        assertFalse(none.difference(0, 1).known());
        none.add("a", "b", "c", 1, 1, 0);
        assertTrue(none.rate(0).low() < 0.5 && none.rate(0).high() == 1, "one trial says next to nothing");
    }
}
