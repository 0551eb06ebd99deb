package org.clipprobe.probe;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Counts the pairs and units that reach a score in every facet while concepts change names within facets. All examples
 * of a concept move together, so that variants of one picture stay variants of one picture.
 */
final class Permutations {
    private final List<LayerScan.UnitHits> hits;
    private final int facets;
    private final int concepts;
    private final int draws;
    private final long seed;

    Permutations(List<LayerScan.UnitHits> hits, Design design, int draws, long seed) {
        this.hits = hits;
        this.facets = design.facets().size();
        this.concepts = design.tested().length;
        this.draws = draws;
        this.seed = seed;
    }

    /**
     * Draws the control.
     *
     * @param all whether the concepts of every facet are permuted, each by itself, or only those of the last
     */
    PermutationControl control(double score, boolean all) {
        List<int[][]> reaching =
                hits.stream().map(unit -> reaching(unit, score)).toList();
        int[] identity = IntStream.range(0, concepts).toArray();
        Count real = count(reaching, names(facet -> identity));
        Random random = new Random(seed);
        Count[] drawn = new Count[draws];
        for (int i = 0; i < draws; i++) {
            drawn[i] = count(
                    reaching,
                    names(facet -> all || facet == facets - 1 ? Shuffle.permutation(concepts, random) : identity));
        }
        return summary(score, real, drawn);
    }

    private static PermutationControl summary(double score, Count real, Count[] drawn) {
        double meanPairs =
                List.of(drawn).stream().mapToInt(Count::pairs).average().orElse(0);
        double meanUnits =
                List.of(drawn).stream().mapToInt(Count::units).average().orElse(0);
        long asMany =
                List.of(drawn).stream().filter(c -> c.units() >= real.units()).count();
        return new PermutationControl(
                score,
                real.pairs(),
                real.units(),
                drawn.length,
                meanPairs,
                List.of(drawn).stream().mapToInt(Count::pairs).max().orElse(0),
                meanUnits,
                List.of(drawn).stream().mapToInt(Count::units).max().orElse(0),
                (asMany + 1.0) / (drawn.length + 1.0),
                real.units() == 0 ? 0 : Math.min(1, meanUnits / real.units()));
    }

    private int[][] names(IntFunction<int[]> ofFacet) {
        return IntStream.range(0, facets).mapToObj(ofFacet).toArray(int[][]::new);
    }

    /** Per facet, the concepts that reach the score; in the last without those whose letters are read. */
    private int[][] reaching(LayerScan.UnitHits unit, double score) {
        return IntStream.range(0, facets)
                .mapToObj(facet -> IntStream.range(0, unit.concepts()[facet].length)
                        .filter(i -> unit.areas()[facet][i] >= score)
                        .filter(i -> facet < facets - 1 || !unit.readsLetters()[i])
                        .map(i -> unit.concepts()[facet][i])
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Counts what reaches the score in every facet under these names, {@code [facets, concepts]}. */
    private Count count(List<int[][]> reaching, int[][] names) {
        int pairs = 0;
        int units = 0;
        int[] reached = new int[concepts];
        for (int[][] unit : reaching) {
            int before = pairs;
            for (int facet = 0; facet < facets; facet++) {
                for (int concept : unit[facet]) {
                    int name = names[facet][concept];
                    if (reached[name] == facet) {
                        reached[name]++;
                        pairs += facet == facets - 1 ? 1 : 0;
                    }
                }
            }
            units += pairs > before ? 1 : 0;
            clear(reached, unit, names);
        }
        return new Count(pairs, units);
    }

    private static void clear(int[] reached, int[][] unit, int[][] names) {
        for (int concept : unit[0]) {
            reached[names[0][concept]] = 0;
        }
    }

    private record Count(int pairs, int units) {}
}
