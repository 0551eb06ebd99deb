package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipprobe.activation.Activations;
import org.clipprobe.run.Progress;

/**
 * One pass over the units of a hook point, in blocks, on all cores. What it keeps is what a question can still need:
 * effects where the area reaches the smallest one accepted, and the strongest pairs.
 */
final class LayerScan {
    private static final int BLOCK_VALUES = 1 << 22;
    private static final int BLOCK_UNITS = 64;

    /** How many of the strongest pairs are kept, whether they pass or not. */
    static final int STRONGEST = 20;

    private final Design design;
    private final MultimodalOptions options;

    LayerScan(Design design, MultimodalOptions options) {
        this.design = design;
        this.options = options;
    }

    /** The result for all units of a hook point. */
    Table scan(Activations activations, Progress.Task task) {
        int size = Math.max(1, Math.min(BLOCK_UNITS, BLOCK_VALUES / activations.examples()));
        int blocks = (activations.units() + size - 1) / size;
        List<Table> tables = IntStream.range(0, blocks)
                .parallel()
                .mapToObj(block -> {
                    int from = block * size;
                    int to = Math.min(from + size, activations.units());
                    Table table = block(activations, from, to);
                    task.advance(to - from);
                    return table;
                })
                .toList();
        return Table.join(tables, design.redraws().length);
    }

    private Table block(Activations activations, int from, int to) {
        int n = activations.examples();
        float[] columns = new float[(to - from) * n];
        synchronized (activations) {
            activations.columns(from, to, columns);
        }
        Collector collector = new Collector();
        for (int unit = from; unit < to; unit++) {
            int offset = (unit - from) * n;
            if (testable(columns, offset, n)) {
                collector.add(unit, columns, offset);
            }
        }
        return collector.table(to - from);
    }

    /** Whether all values are finite and they are not all the same. */
    private static boolean testable(float[] columns, int offset, int n) {
        boolean varies = false;
        for (int i = offset; i < offset + n; i++) {
            if (!Float.isFinite(columns[i])) {
                return false;
            }
            varies |= columns[i] != columns[offset];
        }
        return varies;
    }

    /** Gathers what a block of units gives. */
    private final class Collector {
        private final ColumnScan test = new ColumnScan(design);
        private final SpellingCheck spelling = new SpellingCheck(design, options.minimumAuc());
        private final List<UnitHits> hits = new ArrayList<>();
        private final List<List<UnitHits>> redraws = Stream.generate(() -> (List<UnitHits>) new ArrayList<UnitHits>())
                .limit(design.redraws().length)
                .toList();
        private final List<Pair> strongest = new ArrayList<>();
        private double bar = Double.NEGATIVE_INFINITY;

        void add(int unit, float[] columns, int offset) {
            test.test(columns, offset);
            UnitHits whole = unitHits(unit, columns, offset);
            hits.add(whole);
            for (int concept = 0; concept < design.tested().length; concept++) {
                double score = test.score(concept);
                if (score >= bar) {
                    strongest.add(new Pair(unit, concept, score));
                }
            }
            if (strongest.size() > 2 * STRONGEST) {
                prune();
            }
            redraw(whole, columns, offset);
        }

        private void prune() {
            strongest.sort(Pair.STRONGEST_FIRST);
            strongest.subList(STRONGEST, strongest.size()).clear();
            bar = strongest.get(STRONGEST - 1).score();
        }

        private UnitHits unitHits(int unit, float[] columns, int offset) {
            int facets = design.facets().size();
            int[][] concepts = new int[facets][];
            double[][] effects = new double[facets][];
            for (int facet = 0; facet < facets; facet++) {
                double[] area = test.auc[facet];
                concepts[facet] = concepts(c -> area[c] >= options.minimumAuc());
                effects[facet] = effects(facet, concepts[facet]);
            }
            return new UnitHits(unit, concepts, effects, readsLetters(concepts[design.last()], columns, offset));
        }

        private int[] concepts(IntPredicate which) {
            int[] concepts = new int[design.tested().length];
            int count = 0;
            for (int concept = 0; concept < concepts.length; concept++) {
                if (which.test(concept)) {
                    concepts[count++] = concept;
                }
            }
            return Arrays.copyOf(concepts, count);
        }

        private double[] effects(int facet, int[] concepts) {
            double[] effects = new double[concepts.length];
            for (int i = 0; i < concepts.length; i++) {
                effects[i] = test.effect[facet][concepts[i]];
            }
            return effects;
        }

        /** Whether letters are read follows from all drawings of the words, whichever a redraw uses. */
        private void redraw(UnitHits whole, float[] columns, int offset) {
            int last = design.last();
            boolean[] reads = new boolean[design.tested().length];
            for (int i = 0; i < whole.readsLetters().length; i++) {
                reads[whole.concepts()[last][i]] = whole.readsLetters()[i];
            }
            for (int i = 0; i < redraws.size(); i++) {
                test.redraw(design.redraws()[i], columns, offset);
                int[] concepts = concepts(c -> !reads[c]
                        && test.auc[last][c] >= options.minimumAuc()
                        && test.effect[last][c] >= Decision.LEAST);
                redraws.get(i).add(whole.withLast(concepts, effects(last, concepts), new boolean[concepts.length]));
            }
        }

        private boolean[] readsLetters(int[] concepts, float[] columns, int offset) {
            boolean[] reads = new boolean[concepts.length];
            float[] words = new float[0];
            for (int i = 0; i < concepts.length; i++) {
                if (spelling.applies(concepts[i])) {
                    words = words.length == 0 ? spelling.sortedWords(columns, offset) : words;
                    reads[i] = spelling.control(concepts[i], columns, offset, words)
                            .map(SpellingControl::readsLetters)
                            .orElse(false);
                }
            }
            return reads;
        }

        Table table(int units) {
            strongest.sort(Pair.STRONGEST_FIRST);
            return new Table(hits, units - hits.size(), redraws, strongest);
        }
    }

    /** A unit, a tested concept's place, and the smallest effect over the facets. */
    record Pair(int unit, int concept, double score) {
        static final Comparator<Pair> STRONGEST_FIRST = Comparator.comparingDouble(Pair::score)
                .reversed()
                .thenComparingInt(Pair::unit)
                .thenComparingInt(Pair::concept);
    }

    /**
     * What a hook point gave.
     *
     * @param hits one for each unit tested, ascending
     * @param untested number of units not tested
     * @param redraws the same for each redraw of the words
     * @param strongest the strongest pairs, at least {@link #STRONGEST} where there are as many
     */
    record Table(List<UnitHits> hits, int untested, List<List<UnitHits>> redraws, List<Pair> strongest) {
        static Table join(List<Table> tables, int redraws) {
            return new Table(
                    tables.stream().flatMap(t -> t.hits.stream()).toList(),
                    tables.stream().mapToInt(t -> t.untested).sum(),
                    IntStream.range(0, redraws)
                            .mapToObj(r -> tables.stream()
                                    .flatMap(t -> t.redraws.get(r).stream())
                                    .toList())
                            .toList(),
                    tables.stream()
                            .flatMap(t -> t.strongest.stream())
                            .sorted(Pair.STRONGEST_FIRST)
                            .limit(STRONGEST)
                            .toList());
        }
    }
}
