package org.clipprobe.report.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.concept.simulation.Excess;
import org.clipprobe.concept.simulation.Explanation;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.SimulationScore;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.Unit;
import org.junit.jupiter.api.Test;

/** Planted scores must lie where they were put. */
class ScoreChartTest {
    private static LayerSimulation planted(double[] scores, double chance) {
        List<SimulationScore> units = IntStream.range(0, scores.length)
                .mapToObj(i -> new SimulationScore(
                        new Unit("vision.5.mlp", i),
                        Explanation.of(0),
                        scores[i],
                        chance,
                        List.of(),
                        List.of(),
                        Explanation.of(0),
                        scores[i] + 0.1,
                        chance))
                .toList();
        HookPoint hook = new HookPoint("vision.5.mlp", scores.length, true);
        return new LayerSimulation(
                new Capture(hook, Pooling.MAX), 900, 100, units, new Excess(0.35, 0.3, 0.4), new Excess(0.45, -0.1, 1));
    }

    @Test
    void everyScoreIsInItsColumn() {
        ScoreChart chart = ScoreChart.of(planted(new double[] {-1, 0.01, 0.72, 0.74, 1}, 0));
        assertEquals(40, chart.columns().size());
        assertEquals(
                List.of("−1.00 to −0.95: 1 unit", "0.70 to 0.75: 2 units"),
                List.of(chart.columns().get(0).words(), chart.columns().get(34).words()));
        assertEquals("120", chart.columns().get(34).height(), "the fullest count reaches the top");
        assertEquals("60", chart.columns().get(20).height());
        assertTrue(chart.columns().get(39).words().contains("1 unit"), "a score of 1 is in the last column");
    }

    @Test
    void aSingleUnitAmongManyIsStillSeen() {
        double[] scores = new double[3000];
        scores[7] = 0.9;
        assertEquals("2", ScoreChart.of(planted(scores, 0)).columns().get(38).height());
    }

    @Test
    void countsWhatIsBeyondRandomDirections() {
        ScoreChart chart = ScoreChart.of(planted(new double[] {0.72}, 0.5));
        assertEquals("0.20 to 0.25: 1 unit", chart.columns().get(24).words());
    }

    @Test
    void leadsWithTheExcessAndItsInterval() {
        String words =
                ScoreChart.of(planted(new double[] {0.2, 0.4, 0.9}, 0.05)).words();
        assertEquals(
                "mean +0.35 (95 % interval +0.30 to +0.40), +0.45 (95 % interval −0.10 to +1.00) with revised names;"
                        + " median r 0.40 by names, 0.05 by random directions; 3 units, 100 held-out sources",
                words);
    }
}
