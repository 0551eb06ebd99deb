package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.MannWhitney;

/**
 * One pass over the units of a hook point, in blocks, on all cores. What it keeps is what a question can still need:
 * areas that reach the smallest one accepted, p up to the false discovery rate, and the strongest pairs.
 */
final class LayerScan {
    private static final int BLOCK_VALUES = 1 << 22;
    private static final int BLOCK_UNITS = 64;

    /** How many of the strongest pairs are kept, whether they pass or not. */
    static final int STRONGEST = 20;

    private final Design design;
    private final MannWhitney mannWhitney;
    private final MultimodalOptions options;

    LayerScan(Design design, MannWhitney mannWhitney, MultimodalOptions options) {
        this.design = design;
        this.mannWhitney = mannWhitney;
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
        return Table.join(tables);
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
        private final ColumnTest test = new ColumnTest(design, mannWhitney, options.fdr());
        private final SpellingTest spelling = new SpellingTest(design, mannWhitney, options.minimumAuc());
        private final List<UnitHits> hits = new ArrayList<>();
        private final List<List<UnitHits>> halves = List.of(new ArrayList<>(), new ArrayList<>());
        private final List<Pair> strongest = new ArrayList<>();
        private final DoubleStream.Builder selection = DoubleStream.builder();
        private final DoubleStream.Builder filtering = DoubleStream.builder();
        private double bar;

        void add(int unit, float[] columns, int offset) {
            test.test(columns, offset);
            UnitHits whole = unitHits(unit, test.auc);
            hits.add(whole.reading(readsLetters(whole.concepts()[design.last()], columns, offset)));
            halves.get(0).add(unitHits(unit, test.halfAuc[0]));
            halves.get(1).add(unitHits(unit, test.halfAuc[1]));
            for (int concept = 0; concept < design.tested().length; concept++) {
                keep(unit, concept);
            }
            if (strongest.size() > 2 * STRONGEST) {
                prune();
            }
        }

        private void keep(int unit, int concept) {
            if (test.largestP[concept] <= options.fdr()) {
                selection.add(test.largestP[concept]);
            }
            if (test.secondP[concept] <= options.fdr()) {
                filtering.add(test.secondP[concept]);
            }
            double score = ColumnTest.score(test.auc, concept);
            if (score >= bar) {
                strongest.add(new Pair(unit, concept, score));
            }
        }

        private void prune() {
            strongest.sort(Pair.STRONGEST_FIRST);
            strongest.subList(STRONGEST, strongest.size()).clear();
            bar = strongest.get(STRONGEST - 1).score();
        }

        private UnitHits unitHits(int unit, double[][] auc) {
            int[][] concepts = new int[auc.length][];
            double[][] areas = new double[auc.length][];
            for (int facet = 0; facet < auc.length; facet++) {
                double[] area = auc[facet];
                concepts[facet] = IntStream.range(0, area.length)
                        .filter(c -> area[c] >= options.minimumAuc())
                        .toArray();
                areas[facet] =
                        IntStream.of(concepts[facet]).mapToDouble(c -> area[c]).toArray();
            }
            return new UnitHits(unit, concepts, areas, new boolean[concepts[design.last()].length]);
        }

        private boolean[] readsLetters(int[] concepts, float[] columns, int offset) {
            boolean[] reads = new boolean[concepts.length];
            float[] words = test.lastSorted();
            for (int i = 0; i < concepts.length; i++) {
                reads[i] = spelling.control(concepts[i], columns, offset, words)
                        .map(SpellingControl::readsLetters)
                        .orElse(false);
            }
            return reads;
        }

        Table table(int units) {
            strongest.sort(Pair.STRONGEST_FIRST);
            return new Table(
                    hits,
                    units - hits.size(),
                    halves,
                    strongest,
                    selection.build().toArray(),
                    filtering.build().toArray());
        }
    }

    /**
     * The concepts for which a unit reaches the smallest area accepted.
     *
     * @param unit the unit's index
     * @param concepts per facet, the concepts' places, ascending
     * @param areas per facet, their areas under the ROC curve
     * @param readsLetters for the last facet's concepts, whether the unit reads the letters of their words
     */
    record UnitHits(int unit, int[][] concepts, double[][] areas, boolean[] readsLetters) {
        /** The area of a concept in a facet; NaN where it does not reach the smallest one. */
        double area(int facet, int concept) {
            int at = Arrays.binarySearch(concepts[facet], concept);
            return at < 0 ? Double.NaN : areas[facet][at];
        }

        UnitHits reading(boolean[] letters) {
            return new UnitHits(unit, concepts, areas, letters);
        }
    }

    /** A unit, a tested concept's place, and the smallest area over the facets. */
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
     * @param halves the same on each half
     * @param strongest the strongest pairs, at least {@link #STRONGEST} where there are as many
     * @param selection largest p over the facets, up to the false discovery rate
     * @param filtering second largest p over the facets, up to the false discovery rate
     */
    record Table(
            List<UnitHits> hits,
            int untested,
            List<List<UnitHits>> halves,
            List<Pair> strongest,
            double[] selection,
            double[] filtering) {
        static Table join(List<Table> tables) {
            return new Table(
                    tables.stream().flatMap(t -> t.hits.stream()).toList(),
                    tables.stream().mapToInt(t -> t.untested).sum(),
                    IntStream.range(0, 2)
                            .mapToObj(h -> tables.stream()
                                    .flatMap(t -> t.halves.get(h).stream())
                                    .toList())
                            .toList(),
                    tables.stream()
                            .flatMap(t -> t.strongest.stream())
                            .sorted(Pair.STRONGEST_FIRST)
                            .limit(STRONGEST)
                            .toList(),
                    tables.stream()
                            .flatMapToDouble(t -> DoubleStream.of(t.selection))
                            .toArray(),
                    tables.stream()
                            .flatMapToDouble(t -> DoubleStream.of(t.filtering))
                            .toArray());
        }
    }
}
