package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.clipprobe.activation.Labels;
import org.clipprobe.statistic.Shuffle;

/**
 * The sources of one facet: what exists once and examples were made from, one for each concept that it shows.
 *
 * @param rows the facet's rows of the activations
 * @param source per row, its source's place
 * @param count number of sources
 * @param ofConcept per concept, in the labels' order, its sources' places in random order
 */
record Sources(int[] rows, int[] source, int count, List<List<Integer>> ofConcept) {

    public static Sources of(Labels labels, int facet, long seed) {
        int[] rows = IntStream.range(0, labels.examples())
                .filter(i -> labels.facet()[i] == facet)
                .toArray();
        int[] source = new int[rows.length];
        List<List<Integer>> ofConcept = new ArrayList<>();
        List<TreeMap<String, Integer>> named = new ArrayList<>();
        for (int c = 0; c < labels.concepts().size(); c++) {
            named.add(new TreeMap<>());
        }
        for (int row : rows) {
            named.get(labels.concept()[row]).put(labels.sources().get(labels.source()[row]), 0);
        }
        // Places by name, so that they do not depend on the examples' order.
        Random random = new Random(seed);
        int count = 0;
        for (TreeMap<String, Integer> names : named) {
            List<Integer> places = new ArrayList<>();
            for (var entry : names.entrySet()) {
                entry.setValue(count);
                places.add(count++);
            }
            Shuffle.shuffle(places, random);
            ofConcept.add(places);
        }
        for (int i = 0; i < rows.length; i++) {
            source[i] =
                    named.get(labels.concept()[rows[i]]).get(labels.sources().get(labels.source()[rows[i]]));
        }
        return new Sources(rows, source, count, ofConcept);
    }

    /**
     * The facet laid out.
     *
     * @param tested the concepts tested
     * @param places per concept, its place among them, or -1
     * @param number per concept, how many sources it uses
     */
    Design.Cell cell(Labels labels, int[] tested, int[] places, int[] number) {
        int[] concept = new int[count];
        for (int c = 0; c < places.length; c++) {
            for (int place : ofConcept.get(c)) {
                concept[place] = places[c];
            }
        }
        int[] examples = new int[tested.length];
        for (int row : rows) {
            int place = places[labels.concept()[row]];
            if (place >= 0) {
                examples[place]++;
            }
        }
        int[][] used = IntStream.of(tested)
                .mapToObj(c -> ofConcept.get(c).subList(0, number[c]).stream()
                        .mapToInt(s -> s)
                        .toArray())
                .toArray(int[][]::new);
        int[] numbers =
                IntStream.of(tested).map(c -> number[c]).distinct().sorted().toArray();
        int[] group = IntStream.of(tested)
                .map(c -> IntStream.range(0, numbers.length)
                        .filter(g -> numbers[g] == number[c])
                        .findFirst()
                        .orElseThrow())
                .toArray();
        List<int[]> groups = IntStream.range(0, numbers.length)
                .mapToObj(g -> IntStream.range(0, tested.length)
                        .filter(place -> group[place] == g)
                        .toArray())
                .toList();
        return new Design.Cell(
                rows,
                source,
                concept,
                IntStream.range(0, rows.length).toArray(),
                IntStream.range(0, count).toArray(),
                examples,
                IntStream.of(tested).map(c -> ofConcept.get(c).size()).toArray(),
                used,
                group,
                groups);
    }
}
