package org.clipprobe.concept.similarity.internal;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;

/** Reads a layer's columns a bounded number at a time and visits them on all cores. */
public final class Columns {
    /** Values held at once, 64 MiB of floats. */
    private static final int HELD = 1 << 24;

    private Columns() {}

    /** What is done with one unit's activations. */
    public interface Visitor {
        /**
         * Visits one unit, from any thread.
         *
         * @param unit its index at the hook point
         * @param columns holds the unit's activations from {@code offset} on, one per example
         */
        void visit(int unit, float[] columns, int offset);
    }

    /** Visits the units {@code from} to {@code to} in parallel. */
    public static void forEach(Activations layer, int from, int to, Visitor visitor) {
        int examples = layer.examples();
        int step = Math.max(1, HELD / Math.max(1, examples));
        float[] columns = new float[Math.multiplyExact(Math.min(step, to - from), examples)];
        for (int start = from; start < to; start += step) {
            int first = start;
            int end = Math.min(to, start + step);
            layer.columns(first, end, columns);
            parallel(end - first, i -> visitor.visit(first + i, columns, i * examples));
        }
    }

    /** One unit's activations. */
    public static float[] of(Activations layer, int unit) {
        float[] column = new float[layer.examples()];
        layer.columns(unit, unit + 1, column);
        return column;
    }

    /** Runs {@code work} for 0 … count − 1 on all cores. */
    public static void parallel(int count, IntConsumer work) {
        IntStream.range(0, count).parallel().forEach(work);
    }
}
