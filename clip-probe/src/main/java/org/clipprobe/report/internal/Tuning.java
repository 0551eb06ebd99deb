package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;

/**
 * How strongly each unit of a layer responds to each concept: mean activation over the concept's examples, controls left
 * out, scaled so that two units' inner product is the correlation of their tuning.
 */
final class Tuning {
    private static final int COLUMNS = 64;
    private static final int NEIGHBOURS = 6;
    private static final int FEWEST_CONCEPTS = 3;

    private final int units;
    private final int concepts;
    private final float[] scaled;
    private final float[] means;

    /** A concept or unit with a number. */
    record Ranked(int index, double value) {}

    private Tuning(int units, int concepts) {
        this.units = units;
        this.concepts = concepts;
        this.scaled = new float[Math.multiplyExact(units, concepts)];
        this.means = new float[units * concepts];
    }

    static Tuning of(Activations layer, Labels labels) {
        Tuning tuning = new Tuning(layer.units(), labels.concepts().size());
        boolean[] counts = counted(labels);
        for (int from = 0; from < layer.units(); from += COLUMNS) {
            int first = from;
            int to = Math.min(layer.units(), from + COLUMNS);
            float[] columns = new float[Math.multiplyExact(to - from, layer.examples())];
            layer.columns(from, to, columns);
            IntStream.range(from, to)
                    .parallel()
                    .forEach(unit -> tuning.add(unit, columns, (unit - first) * layer.examples(), labels, counts));
        }
        return tuning;
    }

    private static boolean[] counted(Labels labels) {
        boolean[] counts = new boolean[labels.examples()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = labels.concept()[i] != Labels.NONE && !labels.facetOf(i).isControl();
        }
        return counts;
    }

    private void add(int unit, float[] columns, int offset, Labels labels, boolean[] counts) {
        double[] sums = new double[concepts];
        int[] examples = new int[concepts];
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] && Float.isFinite(columns[offset + i])) {
                sums[labels.concept()[i]] += columns[offset + i];
                examples[labels.concept()[i]]++;
            }
        }
        double total = 0;
        for (int c = 0; c < concepts; c++) {
            sums[c] /= Math.max(1, examples[c]);
            means[unit * concepts + c] = (float) sums[c];
            total += sums[c];
        }
        double squares = 0;
        for (int c = 0; c < concepts; c++) {
            sums[c] -= total / concepts;
            squares += sums[c] * sums[c];
        }
        double length = Math.sqrt(squares);
        for (int c = 0; c < concepts && length > 0; c++) {
            scaled[unit * concepts + c] = (float) (sums[c] / length);
        }
    }

    /** The concepts that drive a unit most, with their mean activations. */
    List<Ranked> strongest(int unit, int count) {
        return best(concepts, count, c -> means[unit * concepts + c]);
    }

    /** The other units of the layer that are tuned most alike, with the correlations. */
    List<Ranked> neighbours(int unit) {
        if (concepts < FEWEST_CONCEPTS) {
            return List.of();
        }
        double[] correlations = new double[units];
        for (int other = 0; other < units; other++) {
            double product = 0;
            for (int c = 0; c < concepts; c++) {
                product += scaled[unit * concepts + c] * scaled[other * concepts + c];
            }
            correlations[other] = other == unit ? Double.NEGATIVE_INFINITY : product;
        }
        return best(units, Math.min(NEIGHBOURS, units - 1), other -> correlations[other]);
    }

    private static List<Ranked> best(int count, int kept, java.util.function.IntToDoubleFunction value) {
        Comparator<Ranked> order =
                Comparator.<Ranked>comparingDouble(ranked -> -ranked.value()).thenComparing(Ranked::index);
        List<Ranked> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Ranked(i, value.applyAsDouble(i)));
        }
        return all.stream().sorted(order).limit(kept).toList();
    }
}
