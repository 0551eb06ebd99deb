package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.SimulationScore;
import org.clipprobe.report.page.Axis;
import org.clipprobe.report.page.Numbers;

/**
 * How simulation scores are distributed over a layer: by the units' own names as columns, by other units' names as lines.
 * Across, places are in percent of the page's width; up, in pixels.
 *
 * @param hook the layer's hook point
 * @param columns from a score of -1 to 1
 * @param ticks of the axis of scores
 * @param words the chart in words
 */
record ScoreChart(String hook, List<Column> columns, List<Axis.Tick> ticks, String words) {
    static final int HEIGHT = 120;

    /** In pixels: a single unit among thousands is still seen. */
    private static final double LOWEST = 2;

    private static final int COLUMNS = 40;
    private static final Axis SCORES = new Axis(-1, 1);

    /**
     * The units whose score lies in some range.
     *
     * @param left edge, in percent
     * @param right edge, in percent
     * @param width in percent
     * @param top in pixels
     * @param height in pixels
     * @param chance height at which the line of other units' names lies; empty where there are none
     * @param words the column in words
     */
    record Column(String left, String right, String width, String top, String height, String chance, String words) {}

    static ScoreChart of(LayerSimulation layer) {
        int[] own = counts(layer, SimulationScore::score);
        int[] others = counts(layer, SimulationScore::chance);
        int most = 1;
        for (int i = 0; i < COLUMNS; i++) {
            most = Math.max(most, Math.max(own[i], others[i]));
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            columns.add(column(i, own[i], others[i], most));
        }
        return new ScoreChart(layer.capture().at().name(), columns, SCORES.ticks(), words(layer));
    }

    private static int[] counts(LayerSimulation layer, ToDoubleFunction<SimulationScore> score) {
        int[] counts = new int[COLUMNS];
        for (SimulationScore unit : layer.units()) {
            counts[(int) Math.max(0, Math.min(COLUMNS - 1, SCORES.place(score.applyAsDouble(unit)) * COLUMNS))]++;
        }
        return counts;
    }

    private static Column column(int index, int own, int others, int most) {
        double from = -1 + 2.0 * index / COLUMNS;
        double height = own == 0 ? 0 : Math.max(LOWEST, HEIGHT * own / (double) most);
        return new Column(
                percent(index),
                percent(index + 1),
                percent(1),
                Numbers.coordinate(HEIGHT - height),
                Numbers.coordinate(height),
                others == 0 ? "" : Numbers.coordinate(HEIGHT - HEIGHT * others / (double) most),
                Numbers.decimals(from, 2) + " to " + Numbers.decimals(from + 2.0 / COLUMNS, 2) + ": "
                        + Numbers.count(own, "unit", "units") + ", " + Numbers.count(others) + " by another's name");
    }

    private static String percent(int columns) {
        return Numbers.decimals(100.0 * columns / COLUMNS, 2) + "%";
    }

    private static String words(LayerSimulation layer) {
        return "median " + Numbers.decimals(layer.median(SimulationScore::score), 2) + " over "
                + Numbers.count(layer.units().size(), "unit", "units") + ", "
                + Numbers.decimals(layer.median(SimulationScore::revisedScore), 2) + " with revised names, "
                + Numbers.decimals(layer.median(SimulationScore::chance), 2) + " with another unit's name; "
                + Numbers.count(layer.heldOut(), "held-out example", "held-out examples");
    }
}
