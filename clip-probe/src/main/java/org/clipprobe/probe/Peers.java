package org.clipprobe.probe;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which concepts can be compared in a facet. A concept's value is a mean over sources, and a mean over one source
 * strays further than one over twenty: only concepts with equally many sources are exchangeable. Each concept uses as
 * many of its sources as the largest of 1, 2, 3, 4, 6, 8, 12, … that it has; where fewer than {@code enough} concepts use
 * as many, they use the next smaller number that others use; where there is none, they are not tested.
 */
final class Peers {
    private Peers() {}

    /**
     * How many sources each concept uses.
     *
     * @param counts per concept, how many it has; 0 where it is not tested
     * @param enough how many concepts have to use the same number
     * @return per concept, how many it uses; 0 where it cannot be tested
     */
    static int[] used(int[] counts, int enough) {
        int[] used = IntStream.of(counts).map(Peers::step).toArray();
        TreeMap<Integer, Integer> sizes = new TreeMap<>();
        IntStream.of(used).filter(n -> n > 0).forEach(n -> sizes.merge(n, 1, Integer::sum));
        for (int number : sizes.descendingKeySet().toArray(Integer[]::new)) {
            int size = sizes.get(number);
            if (size < enough) {
                Integer lower = sizes.lowerKey(number);
                if (lower != null) {
                    sizes.merge(lower, size, Integer::sum);
                }
                int target = lower == null ? 0 : lower;
                Arrays.setAll(used, i -> used[i] == number ? target : used[i]);
            }
        }
        return used;
    }

    private static int step(int count) {
        int high = Integer.highestOneBit(count);
        return high >= 2 && count >= high + high / 2 ? high + high / 2 : high;
    }
}
