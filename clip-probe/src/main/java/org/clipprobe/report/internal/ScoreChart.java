package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipprobe.concept.simulation.Excess;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.SimulationScore;
import org.clipprobe.report.page.Axis;
import org.clipprobe.report.page.Numbers;

/**
 * How what names predict beyond random directions is distributed over the units of a layer, as columns. Across, places are in percent of the page's width; up, in pixels.
 *
 * @param hook the layer's hook point
 * @param columns from a difference of -1 to 1
 * @param ticks of the axis of differences
 * @param words the chart in words
 */
record ScoreChart(String hook, List<Column> columns, List<Axis.Tick> ticks, String words) {
    static final int HEIGHT = 120;

    /** In pixels: a single unit among thousands is still seen. */
    private static final double LOWEST = 2;

    private static final int COLUMNS = 40;
    private static final Axis SCORES = new Axis(-1, 1);

    /**
     * The units whose excess lies in some range.
     *
     * @param left edge, in percent
     * @param right edge, in percent
     * @param width in percent
     * @param top in pixels
     * @param height in pixels
     * @param words the column in words
     */
    record Column(String left, String right, String width, String top, String height, String words) {}

    static ScoreChart of(LayerSimulation layer) {
        int[] units = counts(layer);
        int most = Math.max(1, Arrays.stream(units).max().orElse(0));
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            columns.add(column(i, units[i], most));
        }
        return new ScoreChart(layer.capture().at().name(), columns, SCORES.ticks(), words(layer));
    }

    private static int[] counts(LayerSimulation layer) {
        int[] counts = new int[COLUMNS];
        for (SimulationScore unit : layer.units()) {
            counts[(int) Math.max(0, Math.min(COLUMNS - 1, SCORES.place(unit.excess()) * COLUMNS))]++;
        }
        return counts;
    }

    private static Column column(int index, int units, int most) {
        double from = -1 + 2.0 * index / COLUMNS;
        double height = units == 0 ? 0 : Math.max(LOWEST, HEIGHT * units / (double) most);
        return new Column(
                percent(index),
                percent(index + 1),
                percent(1),
                Numbers.coordinate(HEIGHT - height),
                Numbers.coordinate(height),
                Numbers.decimals(from, 2) + " to " + Numbers.decimals(from + 2.0 / COLUMNS, 2) + ": "
                        + Numbers.count(units, "unit", "units"));
    }

    private static String percent(int columns) {
        return Numbers.decimals(100.0 * columns / COLUMNS, 2) + "%";
    }

    private static String words(LayerSimulation layer) {
        return "mean " + words(layer.excess()) + ", " + words(layer.revisedExcess()) + " with revised names; median r "
                + Numbers.decimals(layer.median(SimulationScore::score), 2) + " by names, "
                + Numbers.decimals(layer.median(SimulationScore::random), 2) + " by random directions; "
                + Numbers.count(layer.units().size(), "unit", "units") + ", "
                + Numbers.count(layer.heldOut(), "held-out source", "held-out sources");
    }

    private static String words(Excess excess) {
        return Numbers.signed(excess.mean(), 2) + " (95 % interval " + Numbers.signed(excess.low(), 2) + " to "
                + Numbers.signed(excess.high(), 2) + ")";
    }
}
