package org.clipprobe.attack.outcome;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.clipprobe.statistic.ClusteredMcNemar;
import org.clipprobe.statistic.Scope;

/**
 * McNemar's test (1947) for two yes-or-no measurements of the same things: whether one is right more often.
 *
 * @param onlyFirst how often only the first is right
 * @param onlySecond how often only the second is right
 * @param p two-sided, as {@link ClusteredMcNemar} gives it; 1 when nothing differs
 */
public record McNemar(long onlyFirst, long onlySecond, double p) {
    /** Counts pairs, and knows which of them share a picture's source or a class. */
    public static final class Pairs {
        private final Map<String, long[]> sources = new HashMap<>();
        private final Map<String, String> classOf = new HashMap<>();
        private final Set<String> classes = new HashSet<>();

        public void add(String source, String shown, boolean first, boolean second) {
            long[] counts = sources.computeIfAbsent(source, key -> new long[3]);
            counts[0] += first && !second ? 1 : 0;
            counts[1] += second && !first ? 1 : 0;
            counts[2]++;
            classOf.putIfAbsent(source, shown);
            classes.add(shown);
        }

        /** Over classes where there are ten or more, otherwise over sources. */
        public McNemar test() {
            Map<String, long[]> clusters = sources;
            if (classes.size() >= Scope.FEWEST) {
                Map<String, long[]> byClass = new HashMap<>();
                sources.forEach((source, counts) -> {
                    long[] sums = byClass.computeIfAbsent(classOf.get(source), key -> new long[3]);
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] += counts[i];
                    }
                });
                clusters = byClass;
            }
            long[] first = column(clusters.values(), 0);
            long[] second = column(clusters.values(), 1);
            return new McNemar(
                    Arrays.stream(first).sum(),
                    Arrays.stream(second).sum(),
                    ClusteredMcNemar.p(first, second, column(clusters.values(), 2)));
        }

        private static long[] column(Collection<long[]> rows, int column) {
            return rows.stream().mapToLong(row -> row[column]).toArray();
        }
    }
}
