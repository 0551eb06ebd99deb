package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.activation.Labels;

/**
 * Labels laid out for the test: which rows belong to which facet, concept and half.
 *
 * <p>A concept is tested when it has an example in every facet; {@code tested} gives these concepts' indices, and a
 * tested concept is known by its place in that list. The examples of the others are still negatives.
 *
 * @param labels what was asked
 * @param facets the facets' names; the last is compared with the others when words are permuted
 * @param cells one for each facet
 * @param tested indices of the concepts tested
 * @param spelling per tested concept, the words that look like its own
 */
record Design(Labels labels, List<String> facets, List<Cell> cells, int[] tested, Spelling[] spelling) {

    /**
     * The examples of one facet.
     *
     * @param rows rows of the activations
     * @param concept per row, the tested concept's place; -1 for other concepts
     * @param half per row, 0 or 1
     * @param counts per tested concept, its number of examples
     * @param halfCounts per half and tested concept, its number of examples
     * @param halfSizes per half, the number of examples
     */
    record Cell(int[] rows, int[] concept, int[] half, int[] counts, int[][] halfCounts, int[] halfSizes) {
        /** The rows of a tested concept ({@code of} true) or of all the others. */
        int[] rows(int place, boolean of) {
            return IntStream.range(0, rows.length)
                    .filter(i -> (concept[i] == place) == of)
                    .map(i -> rows[i])
                    .toArray();
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
    static Design of(Labels labels, long seed) throws ProbeException {
        check(labels);
        int[][] counts = counts(labels);
        int[] facetsTested = IntStream.range(0, labels.facets().size())
                .filter(f -> !labels.facets().get(f).equals(MultimodalTest.SPELLING))
                .filter(f -> IntStream.of(counts[f]).sum() > 0)
                .toArray();
        List<String> facets =
                IntStream.of(facetsTested).mapToObj(labels.facets()::get).toList();
        if (facets.size() < 2) {
            throw new ProbeException(
                    "probing set: expected examples in at least 2 facets, such as photo and word, found "
                            + facets.size() + " " + facets + "; add pictures of another facet or words");
        }
        int[] tested = IntStream.range(0, labels.concepts().size())
                .filter(c -> IntStream.of(facetsTested).allMatch(f -> counts[f][c] > 0))
                .toArray();
        if (tested.length < 2) {
            throw new ProbeException("probing set: expected at least 2 concepts with examples in every facet " + facets
                    + ", found " + tested.length + " of " + labels.concepts().size()
                    + "; add what is missing or leave a facet out");
        }
        int[] places = new int[labels.concepts().size()];
        Arrays.fill(places, -1);
        for (int place = 0; place < tested.length; place++) {
            places[tested[place]] = place;
        }
        int[] halves = halves(labels, seed);
        List<Cell> cells = IntStream.of(facetsTested)
                .mapToObj(f -> cell(labels, f, places, tested.length, halves))
                .toList();
        return new Design(labels, facets, cells, tested, spelling(labels, tested, facets));
    }

    /** The facet that is compared with the others when words are permuted: the words, where there are any. */
    int last() {
        return facets.size() - 1;
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

    private static Cell cell(Labels labels, int facet, int[] places, int tested, int[] halves) {
        int[] rows = IntStream.range(0, labels.examples())
                .filter(i -> labels.facet()[i] == facet)
                .toArray();
        int[] concept = IntStream.of(rows).map(i -> places[labels.concept()[i]]).toArray();
        int[] half = IntStream.of(rows).map(i -> halves[i]).toArray();
        int[] counts = new int[tested];
        int[][] halfCounts = new int[2][tested];
        int[] halfSizes = new int[2];
        for (int i = 0; i < rows.length; i++) {
            halfSizes[half[i]]++;
            if (concept[i] >= 0) {
                counts[concept[i]]++;
                halfCounts[half[i]][concept[i]]++;
            }
        }
        return new Cell(rows, concept, half, counts, halfCounts, halfSizes);
    }

    /** Splits the examples of every concept and facet in two; of an odd number the larger part falls to either half. */
    private static int[] halves(Labels labels, long seed) {
        int concepts = labels.concepts().size();
        List<List<Integer>> strata = new ArrayList<>();
        for (int s = 0; s < concepts * labels.facets().size(); s++) {
            strata.add(new ArrayList<>());
        }
        for (int i = 0; i < labels.examples(); i++) {
            strata.get(labels.facet()[i] * concepts + labels.concept()[i]).add(i);
        }
        int[] halves = new int[labels.examples()];
        Random random = new Random(seed);
        for (List<Integer> stratum : strata) {
            Shuffle.shuffle(stratum, random);
            int first = random.nextInt(2);
            for (int i = 0; i < stratum.size(); i++) {
                halves[stratum.get(i)] = (first + i) % 2;
            }
        }
        return halves;
    }

    private static Spelling[] spelling(Labels labels, int[] tested, List<String> facets) {
        boolean words = facets.contains(Labels.WORD);
        return IntStream.of(tested)
                .mapToObj(c -> words ? spelling(labels, c) : new Spelling(new int[0], 0))
                .toArray(Spelling[]::new);
    }

    private static Spelling spelling(Labels labels, int concept) {
        int[] words = rows(labels, Labels.WORD, NearSpellings.alike(labels.concepts(), concept));
        boolean[] imitated = new boolean[labels.concepts().size()];
        imitated[concept] = true;
        int[] drawn = rows(labels, MultimodalTest.SPELLING, imitated);
        return new Spelling(
                IntStream.concat(IntStream.of(words), IntStream.of(drawn)).toArray(), words.length);
    }

    private static int[] rows(Labels labels, String facet, boolean[] concepts) {
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
