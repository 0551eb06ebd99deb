package org.clipprobe.attack.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against SciPy and the formulas of DeLong et al.; {@code src/test/python/statistics_goldens.py} wrote the file. */
class StatisticsTest {
    private static List<String[]> goldens(String kind) throws IOException {
        try (InputStream stream = StatisticsTest.class.getResourceAsStream("statistics.csv")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(",", -1))
                    .filter(cells -> cells[0].equals(kind))
                    .toList();
        }
    }

    private static long[] longs(String cell) {
        return Arrays.stream(cell.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Test
    void wilsonIntervalsAreThoseOfScipy() throws IOException {
        assertEquals(9, goldens("wilson").size());
        for (String[] golden : goldens("wilson")) {
            long[] counts = longs(golden[1]);
            Proportion proportion = new Proportion(counts[0], counts[1]);
            assertEquals(Double.parseDouble(golden[3]), proportion.low(), 1e-15, golden[1]);
            assertEquals(Double.parseDouble(golden[4]), proportion.high(), 1e-15, golden[1]);
        }
        assertEquals(0, new Proportion(0, 0).low());
        assertEquals(1, new Proportion(0, 0).high());
        assertThrows(IllegalArgumentException.class, () -> new Proportion(2, 1));
    }

    @Test
    void areaUnderTheCurveIsThatOfDeLong() throws IOException {
        assertEquals(5, goldens("auc").size());
        for (String[] golden : goldens("auc")) {
            double[] scores = Arrays.stream(golden[1].split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            long[] labels = longs(golden[2]);
            boolean[] positive = new boolean[labels.length];
            for (int i = 0; i < labels.length; i++) {
                positive[i] = labels[i] == 1;
            }
            AreaUnderCurve found = AreaUnderCurve.of(scores, positive);
            assertEquals(Double.parseDouble(golden[3]), found.area(), 1e-14);
            assertEquals(Double.parseDouble(golden[4]), found.standardError(), 1e-14);
            assertTrue(found.low() >= 0 && found.high() <= 1);
        }
    }

    @Test
    void anAreaNeedsBothKinds() {
        assertTrue(Double.isNaN(AreaUnderCurve.of(new double[] {1, 2}, new boolean[] {true, true})
                .area()));
        assertTrue(Double.isNaN(
                AreaUnderCurve.of(new double[] {1, 2}, new boolean[2]).area()));
        assertTrue(Double.isNaN(AreaUnderCurve.of(new double[0], new boolean[0]).area()));
        AreaUnderCurve tiny = AreaUnderCurve.of(new double[] {1, 2}, new boolean[] {false, true});
        assertEquals(1, tiny.area());
        assertTrue(Double.isNaN(tiny.standardError()));
    }
}
