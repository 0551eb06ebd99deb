package org.clipprobe.concept.naming;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.concept.similarity.internal.Ranks;

/**
 * Whether a unit tells some held-out sources from the others better than as many sources of the same facets and styles
 * that are drawn at random: what shuffling whole sources within facet and style gives. The sources were chosen on other
 * data, so that nothing has to be chosen again under the shuffle. Draws end once so many are as large that more would
 * not change what p says (Besag &amp; Clifford, Sequential Monte Carlo p-values, Biometrika 1991).
 */
final class SourceShuffles {
    private static final int ENOUGH = 20;

    private final int[] stratum;
    private final int[][] places;
    private final int most;

    /**
     * Prepares the shuffles.
     *
     * @param stratum per source, the number of what it can be exchanged within
     * @param most shuffles at most
     */
    SourceShuffles(int[] stratum, int most) {
        this.stratum = stratum;
        this.most = most;
        int strata = Arrays.stream(stratum).max().orElse(-1) + 1;
        this.places = IntStream.range(0, strata)
                .mapToObj(s -> IntStream.range(0, stratum.length)
                        .filter(place -> stratum[place] == s)
                        .toArray())
                .toArray(int[][]::new);
    }

    /**
     * The share of shuffles in which the sources' ranks are as high, by the rule (1 + those) / (1 + all).
     *
     * @param ranks of all sources, as {@link Ranks#of(float[])} gives them
     * @param members indices of the sources that are said to be high
     */
    double p(int[] ranks, int[] members, long seed) {
        int[] wanted = new int[places.length];
        long real = 0;
        for (int member : members) {
            wanted[stratum[member]]++;
            real += ranks[member];
        }
        int[] used =
                IntStream.range(0, wanted.length).filter(s -> wanted[s] > 0).toArray();
        int[][] drawn = Arrays.stream(used).mapToObj(s -> places[s].clone()).toArray(int[][]::new);
        Random random = new Random(seed);
        int reached = 0;
        for (int shuffle = 1; shuffle <= most; shuffle++) {
            long sum = 0;
            for (int i = 0; i < used.length; i++) {
                sum += sum(ranks, drawn[i], wanted[used[i]], random);
            }
            if (sum >= real && ++reached == ENOUGH) {
                return (double) reached / shuffle;
            }
        }
        return (1.0 + reached) / (1 + most);
    }

    /** The ranks of so many places, drawn without replacement; the places come out in another order. */
    private static long sum(int[] ranks, int[] places, int wanted, Random random) {
        long sum = 0;
        for (int i = 0; i < wanted; i++) {
            int other = i + random.nextInt(places.length - i);
            int place = places[other];
            places[other] = places[i];
            places[i] = place;
            sum += ranks[place];
        }
        return sum;
    }
}
