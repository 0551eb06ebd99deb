package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipprobe.probe.LayerResult;
import org.clipprobe.report.page.Axis;
import org.clipprobe.report.page.Numbers;

/**
 * Columns that show which share of each layer's units is multimodal. Across, places are in percent of the page's width;
 * up, in pixels.
 *
 * @param title what the layers have in common, such as {@code vision.*.mlp}
 * @param columns one for each layer, in the order of depth
 * @param ticks of the upright axis, with places in pixels
 * @param description the chart in words
 */
record LayerChart(String title, List<Column> columns, List<Axis.Tick> ticks, String description) {
    static final int TOP = 24;
    static final int HEIGHT = 180;

    private static final Pattern BLOCK = Pattern.compile("(vision|text)\\.(\\d+)\\.(.+)");
    private static final double BAR = 0.62;
    private static final int MOST_LABELS = 14;

    /**
     * One layer.
     *
     * @param name of the hook point
     * @param label under the column, may be empty where there are many
     * @param left edge, in percent
     * @param middle in percent
     * @param right edge, in percent
     * @param width in percent
     * @param reachTop of the units that agree at the smallest effect that is looked at
     * @param reachHeight of these
     * @param top of the multimodal units
     * @param height of the multimodal units
     * @param confirmedTop of the confirmed ones
     * @param confirmedHeight of the confirmed ones
     * @param chance height of the units that would agree by coincidence
     * @param count multimodal units
     * @param countTop place of this number, above all else
     * @param words the column in words
     */
    record Column(
            String name,
            String label,
            String left,
            String middle,
            String right,
            String width,
            String reachTop,
            String reachHeight,
            String top,
            String height,
            String confirmedTop,
            String confirmedHeight,
            String chance,
            String count,
            String countTop,
            String words) {}

    /** One chart for each kind of hook point, all to the same scale. */
    static List<LayerChart> of(List<LayerResult> layers) {
        Map<String, List<LayerResult>> kinds = new LinkedHashMap<>();
        for (LayerResult layer : layers) {
            kinds.computeIfAbsent(kind(layer), kind -> new ArrayList<>()).add(layer);
        }
        double most = layers.stream()
                .mapToDouble(
                        layer -> Math.max(share(layer, layer.agreeingUnits()), share(layer, layer.agreeingByChance())))
                .max()
                .orElse(0);
        Axis axis = new Axis(0, most > 0 ? 100 * most : 1);
        return kinds.entrySet().stream()
                .map(kind -> chart(kind.getKey(), kind.getValue(), axis))
                .toList();
    }

    private static String kind(LayerResult layer) {
        Matcher block = BLOCK.matcher(layer.capture().at().name());
        return block.matches() ? block.group(1) + ".*." + block.group(3) : "";
    }

    private static LayerChart chart(String kind, List<LayerResult> layers, Axis axis) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            columns.add(column(layers.get(i), i, layers.size(), axis));
        }
        List<Axis.Tick> ticks = new ArrayList<>();
        for (double value = 0; value <= axis.to() * (1 + 1e-9); value += axis.step()) {
            int places = axis.step() >= 1 ? 0 : axis.step() >= 0.1 ? 1 : 2;
            ticks.add(new Axis.Tick(up(axis, value), Numbers.decimals(value, places)));
        }
        StringBuilder words = new StringBuilder();
        columns.forEach(column -> words.append(column.words()).append(". "));
        return new LayerChart(kind, columns, ticks, words.toString().strip());
    }

    private static Column column(LayerResult layer, int index, int layers, Axis axis) {
        String name = layer.capture().at().name();
        double middle = 100.0 * (index + 0.5) / layers;
        double half = Math.min(6, 50.0 * BAR / layers);
        double reach = share(layer, layer.agreeingUnits()) * 100;
        double chance = share(layer, layer.agreeingByChance()) * 100;
        double found = share(layer, layer.multimodalUnits()) * 100;
        double confirmed = share(layer, layer.confirmedUnits()) * 100;
        return new Column(
                name,
                index % (1 + (layers - 1) / MOST_LABELS) == 0 ? label(name) : "",
                percent(middle - half),
                percent(middle),
                percent(middle + half),
                percent(2 * half),
                up(axis, reach),
                height(axis, reach),
                up(axis, found),
                height(axis, found),
                up(axis, confirmed),
                height(axis, confirmed),
                up(axis, chance),
                Numbers.count(layer.multimodalUnits()),
                up(axis, Math.max(Math.max(reach, found), chance)),
                name + ": " + Numbers.count(layer.multimodalUnits()) + " of "
                        + Numbers.count(layer.units(), "unit", "units") + " multimodal, "
                        + Numbers.count(layer.confirmedUnits()) + " confirmed; "
                        + Numbers.count(layer.agreeingUnits()) + " agree at the smallest effect, "
                        + Numbers.mean(layer.agreeingByChance()) + " by coincidence");
    }

    private static String label(String name) {
        Matcher block = BLOCK.matcher(name);
        return block.matches() ? block.group(2) : name.substring(name.indexOf('.') + 1);
    }

    private static double share(LayerResult layer, double units) {
        return units / Math.max(1, layer.units());
    }

    private static String percent(double value) {
        return Numbers.decimals(value, 2) + "%";
    }

    private static String up(Axis axis, double value) {
        return Numbers.coordinate(TOP + HEIGHT * (1 - axis.place(value)));
    }

    private static String height(Axis axis, double value) {
        return Numbers.coordinate(HEIGHT * axis.place(value));
    }
}
