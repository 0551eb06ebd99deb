package org.clipprobe.concept.similarity;

import java.util.Arrays;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.internal.Columns;
import org.clipprobe.concept.similarity.internal.RadixOrder;

/** The examples that a unit fires for most, strongest first; of equally strong ones the earlier first, NaN last. */
public final class Strongest {
    /** Values from which on sorting all by radix is faster than keeping the largest in a heap of many. */
    private static final int SORTED = 256;

    /** Share of the values, one in so many, from which on they are many. */
    private static final int MANY = 8;

    private Strongest() {}

    /** {@code [to - from][count]} example indices; {@code count} is cut to the number of examples. */
    public static int[][] of(Activations layer, int from, int to, int count) {
        int[][] strongest = new int[to - from][];
        Columns.forEach(
                layer,
                from,
                to,
                (unit, columns, offset) -> strongest[unit - from] = of(columns, offset, layer.examples(), count));
        return strongest;
    }

    /** Indices, counted from {@code offset}, of the {@code count} largest of {@code length} values. */
    public static int[] of(float[] values, int offset, int length, int count) {
        if (count > length / MANY && length > SORTED) {
            int[] all = RadixOrder.descending(values, offset, length);
            return count < length ? Arrays.copyOf(all, count) : all;
        }
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

    /** Orders by value, then earlier index. */
    private static long key(float value, int index) {
        return (long) ordered(value) << 32 | (Integer.MAX_VALUE - index);
    }

    /** A whole number that compares as the value does; both zeros are equal, NaN is the smallest. */
    public static int ordered(float value) {
        if (Float.isNaN(value)) {
            return Integer.MIN_VALUE;
        }
        int bits = Float.floatToRawIntBits(value + 0f);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
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
