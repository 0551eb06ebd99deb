package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.statistic.Shuffle;

/**
 * Labels laid out for the test: which rows belong to which facet, source and concept.
 *
 * <p>A concept is tested when it has an example in every facet, and enough others have as many sources there; {@code
 * tested} gives these concepts' indices, and a tested concept is known by its place in that list. The examples of the
 * others are still negatives.
 *
 * @param labels what was asked
 * @param facets the facets tested, words last where there are any
 * @param cells one for each facet
 * @param tested indices of the concepts tested
 * @param unmatched indices of the concepts that have examples in every facet but too few peers
 * @param spelling per tested concept, the words that look like its own
 * @param redraws per redraw, the rows of the words that it uses, as places in the last cell; none without words
 */
record Design(
        Labels labels,
        List<Facet> facets,
        List<Cell> cells,
        int[] tested,
        int[] unmatched,
        Spelling[] spelling,
        int[][] redraws) {

    /**
     * The examples of one facet.
     *
     * @param rows rows of the activations
     * @param source per row, its source's place
     * @param concept per source, the tested concept's place; -1 for other concepts
     * @param all the places of all rows
     * @param places the places of all sources
     * @param examples per tested concept, its number of examples
     * @param own per tested concept, its number of sources
     * @param used per tested concept, the places of the sources that its value is the mean of
     * @param group per tested concept, those it is compared with: concepts that use as many sources
     * @param groups per group, the tested concepts in it
     */
    record Cell(
            int[] rows,
            int[] source,
            int[] concept,
            int[] all,
            int[] places,
            int[] examples,
            int[] own,
            int[][] used,
            int[] group,
            List<int[]> groups) {
        /** The places of a tested concept's sources ({@code of} true) or of all the others'. */
        int[] sources(int place, boolean of) {
            return IntStream.range(0, concept.length)
                    .filter(s -> (concept[s] == place) == of)
                    .toArray();
        }

        /** The rows of a tested concept. */
        int[] rows(int place) {
            return IntStream.range(0, rows.length)
                    .filter(i -> concept[source[i]] == place)
                    .map(i -> rows[i])
                    .toArray();
        }

        /** How many concepts a tested concept is compared with, itself among them. */
        int peers(int place) {
            return groups.get(group[place]).length;
        }
    }

    /**
     * Words that look like a concept's own.
     *
     * @param rows rows of the activations
     * @param words how many of them, the first, are words of other concepts
     */
    record Spelling(int[] rows, int words) {}

    /** Lays out labels. */
    static Design of(Labels labels, MultimodalOptions options) throws ProbeException {
        check(labels);
        int[][] counts = counts(labels);
        int[] facetsTested = IntStream.range(0, labels.facets().size())
                .filter(f -> !labels.facets().get(f).isControl())
                .filter(f -> IntStream.of(counts[f]).sum() > 0)
                .toArray();
        List<Facet> facets =
                IntStream.of(facetsTested).mapToObj(labels.facets()::get).toList();
        if (facets.size() < 2) {
            throw new ProbeException(
                    "probing set: expected examples in at least 2 facets, such as photo and word, found "
                            + facets.size() + " " + facets + "; add pictures of another facet or words");
        }
        int[] complete = IntStream.range(0, labels.concepts().size())
                .filter(c -> IntStream.of(facetsTested).allMatch(f -> counts[f][c] > 0))
                .toArray();
        if (complete.length < 2) {
            throw new ProbeException("probing set: expected at least 2 concepts with examples in every facet " + facets
                    + ", found " + complete.length + " of " + labels.concepts().size()
                    + "; add what is missing or leave a facet out");
        }
        List<Sources> sources = IntStream.of(facetsTested)
                .mapToObj(f -> Sources.of(labels, f, options.seed()))
                .toList();
        int[][] used = used(sources, complete, labels.concepts().size(), options.enoughPeers());
        int[] tested = IntStream.of(complete).filter(c -> used[0][c] > 0).toArray();
        if (tested.length < 2) {
            throw new ProbeException(
                    "probing set: expected at least 2 concepts with equally many sources in each facet, found "
                            + tested.length + "; add pictures where there are few");
        }
        int[] places = new int[labels.concepts().size()];
        Arrays.fill(places, -1);
        for (int place = 0; place < tested.length; place++) {
            places[tested[place]] = place;
        }
        List<Cell> cells = new ArrayList<>();
        for (int f = 0; f < facetsTested.length; f++) {
            cells.add(sources.get(f).cell(labels, tested, places, used[f]));
        }
        boolean words = facets.contains(Facet.WORD);
        int[] unmatched = IntStream.of(complete).filter(c -> used[0][c] == 0).toArray();
        int[][] redraws = words ? redraws(cells.get(cells.size() - 1), options) : new int[0][];
        return new Design(labels, facets, cells, tested, unmatched, spelling(labels, tested, words), redraws);
    }

    /** The facets' names, as results have them. */
    List<String> facetNames() {
        return facets.stream().map(Facet::name).toList();
    }

    /** The words' facet where there is one. */
    int last() {
        return facets.size() - 1;
    }

    /** Whether the last facet holds words. */
    boolean words() {
        return facets.get(last()).equals(Facet.WORD);
    }

    /** How many examples each facet has of each concept, {@code [facets, concepts]}, in the labels' order. */
    static int[][] counts(Labels labels) {
        int[][] counts = new int[labels.facets().size()][labels.concepts().size()];
        for (int i = 0; i < labels.examples(); i++) {
            counts[labels.facet()[i]][labels.concept()[i]]++;
        }
        return counts;
    }

    private static void check(Labels labels) throws ProbeException {
        if (labels.examples() == 0) {
            throw new ProbeException("probing set: expected examples, found none");
        }
        for (int i = 0; i < labels.examples(); i++) {
            int concept = labels.concept()[i];
            int facet = labels.facet()[i];
            if (concept < 0
                    || concept >= labels.concepts().size()
                    || facet < 0
                    || facet >= labels.facets().size()) {
                throw new IllegalArgumentException("example " + i + ": expected a concept below "
                        + labels.concepts().size() + " and a facet below "
                        + labels.facets().size() + ", found " + concept + " and " + facet);
            }
        }
    }

    /** How many sources each concept uses, {@code [facets, concepts]}; 0 in all facets where it lacks peers in one. */
    private static int[][] used(List<Sources> sources, int[] complete, int concepts, int enough) {
        boolean[] in = new boolean[concepts];
        IntStream.of(complete).forEach(c -> in[c] = true);
        int[][] used = new int[sources.size()][];
        boolean changed = true;
        while (changed) {
            changed = false;
            int left = (int) IntStream.range(0, concepts).filter(c -> in[c]).count();
            for (int f = 0; f < used.length; f++) {
                List<List<Integer>> of = sources.get(f).ofConcept();
                used[f] = Peers.used(
                        IntStream.range(0, concepts)
                                .map(c -> in[c] ? of.get(c).size() : 0)
                                .toArray(),
                        Math.min(enough, left));
            }
            for (int c = 0; c < concepts; c++) {
                int concept = c;
                if (in[c] && Arrays.stream(used).anyMatch(facet -> facet[concept] == 0)) {
                    in[c] = false;
                    changed = true;
                }
            }
        }
        return used;
    }

    /** Half of every word's renderings, drawn anew for each redraw. */
    private static int[][] redraws(Cell words, MultimodalOptions options) {
        Map<Integer, List<Integer>> bySource = new LinkedHashMap<>();
        for (int i = 0; i < words.rows().length; i++) {
            bySource.computeIfAbsent(words.source()[i], s -> new ArrayList<>()).add(i);
        }
        if (bySource.values().stream().allMatch(renderings -> renderings.size() < 2)) {
            return new int[0][];
        }
        Random random = new Random(options.seed() ^ 0x5DEECE66DL);
        return IntStream.range(0, options.redraws())
                .mapToObj(redraw -> bySource.values().stream()
                        .flatMapToInt(renderings -> {
                            List<Integer> all = new ArrayList<>(renderings);
                            Shuffle.shuffle(all, random);
                            return all.subList(0, (all.size() + 1) / 2).stream().mapToInt(i -> i);
                        })
                        .toArray())
                .toArray(int[][]::new);
    }

    private static Spelling[] spelling(Labels labels, int[] tested, boolean words) {
        return IntStream.of(tested)
                .mapToObj(c -> words ? spelling(labels, c) : new Spelling(new int[0], 0))
                .toArray(Spelling[]::new);
    }

    private static Spelling spelling(Labels labels, int concept) {
        int[] words = rows(labels, Facet.WORD, NearSpellings.alike(labels.concepts(), concept));
        boolean[] imitated = new boolean[labels.concepts().size()];
        imitated[concept] = true;
        int[] drawn = rows(labels, Facet.SPELLING, imitated);
        return new Spelling(
                IntStream.concat(IntStream.of(words), IntStream.of(drawn)).toArray(), words.length);
    }

    private static int[] rows(Labels labels, Facet facet, boolean[] concepts) {
        int wanted = labels.facets().indexOf(facet);
        boolean any = false;
        for (boolean concept : concepts) {
            any |= concept;
        }
        return IntStream.range(0, any && wanted >= 0 ? labels.examples() : 0)
                .filter(i -> labels.facet()[i] == wanted && concepts[labels.concept()[i]])
                .toArray();
    }
}
