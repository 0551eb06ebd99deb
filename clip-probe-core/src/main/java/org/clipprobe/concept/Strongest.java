package org.clipprobe.concept;

import java.util.Arrays;
import org.clipprobe.activation.Activations;

/** The examples that a unit fires for most, strongest first; of equally strong ones the earlier first, NaN last. */
final class Strongest {
    private Strongest() {}

    /** {@code [to - from][count]} example indices; {@code count} is cut to the number of examples. */
    static int[][] of(Activations layer, int from, int to, int count) {
        int[][] strongest = new int[to - from][];
        Columns.forEach(
                layer,
                from,
                to,
                (unit, columns, offset) -> strongest[unit - from] = of(columns, offset, layer.examples(), count));
        return strongest;
    }

    /** Indices, counted from {@code offset}, of the {@code count} largest of {@code length} values. */
    static int[] of(float[] values, int offset, int length, int count) {
        int size = Math.min(count, length);
        long[] heap = new long[size];
        for (int i = 0; i < size; i++) {
            heap[i] = key(values[offset + i], i);
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(heap, i, size);
        }
        for (int i = size; i < length && size > 0; i++) {
            long key = key(values[offset + i], i);
            if (key > heap[0]) {
                heap[0] = key;
                sink(heap, 0, size);
            }
        }
        Arrays.sort(heap);
        int[] indices = new int[size];
        for (int i = 0; i < size; i++) {
            indices[i] = Integer.MAX_VALUE - (int) (heap[size - 1 - i] & Integer.MAX_VALUE);
        }
        return indices;
    }

    /** Orders by value, then earlier index; the value's bits are turned so that they compare as the value does. */
    private static long key(float value, int index) {
        int bits = Float.isNaN(value) ? Integer.MIN_VALUE : Float.floatToIntBits(value + 0f);
        int ordered = bits >= 0 ? bits : ~bits ^ Integer.MIN_VALUE;
        long rank = Float.isNaN(value) ? Integer.MIN_VALUE : ordered;
        return rank << 32 | (Integer.MAX_VALUE - index);
    }

    private static void sink(long[] heap, int start, int size) {
        int parent = start;
        long moved = heap[parent];
        for (int child = 2 * parent + 1; child < size; child = 2 * parent + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= moved) {
                break;
            }
            heap[parent] = heap[child];
            parent = child;
        }
        heap[parent] = moved;
    }
}
