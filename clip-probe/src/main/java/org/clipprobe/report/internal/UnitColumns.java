package org.clipprobe.report.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.model.Unit;

/**
 * The activations of units, those of neighbours read together: a layer on disk is read from end to end for one column as
 * for many.
 */
final class UnitColumns {
    private UnitColumns() {}

    /** What is done with one unit's activations. */
    interface Visitor {
        /**
         * Visits a unit, from any thread.
         *
         * @param place of the unit in the list
         * @param column its activations, one for each example
         */
        void visit(int place, float[] column);
    }

    /** Visits all units, those in the same file of pages at the same time. */
    static void forEach(List<Activations> layers, List<Unit> units, Visitor visitor) {
        int to;
        for (int from = 0; from < units.size(); from = to) {
            String file = UnitFiles.file(units.get(from));
            to = from + 1;
            while (to < units.size() && UnitFiles.file(units.get(to)).equals(file)) {
                to++;
            }
            visit(layer(layers, units.get(from).hook()), units, from, to, visitor);
        }
    }

    private static void visit(Activations layer, List<Unit> units, int from, int to, Visitor visitor) {
        int examples = layer.examples();
        int first = units.subList(from, to).stream().mapToInt(Unit::index).min().orElseThrow();
        int last = units.subList(from, to).stream().mapToInt(Unit::index).max().orElseThrow();
        float[] columns = new float[Math.multiplyExact(last + 1 - first, examples)];
        layer.columns(first, last + 1, columns);
        IntStream.range(from, to).parallel().forEach(place -> {
            int start = (units.get(place).index() - first) * examples;
            visitor.visit(place, Arrays.copyOfRange(columns, start, start + examples));
        });
    }

    private static Activations layer(List<Activations> layers, String hook) {
        return layers.stream()
                .filter(layer -> layer.capture().at().name().equals(hook))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected activations at " + hook + ", found none"));
    }
}
