package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.clipprobe.probe.ConceptCount;
import org.clipprobe.probe.LayerResult;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Texts;

/**
 * The answer of a multimodal probe in sentences.
 *
 * @param headline the answer in one sentence
 * @param sentences what it rests on
 * @param tiles its numbers
 * @param advice what to try next, when nothing was found
 */
record Answer(String headline, List<String> sentences, List<Tile> tiles, List<String> advice) {
    private static final int NAMED_LAYERS = 3;

    /** A number, what it counts, and what to compare it with. */
    record Tile(String value, String label, String detail) {}

    static Answer of(MultimodalResult result) {
        Totals totals = Totals.of(result.layers());
        return totals.found == 0
                ? new Answer(nothing(result), controls(result, totals), tiles(result, totals), advice(result))
                : new Answer(found(result, totals), evidence(result, totals), tiles(result, totals), List.of());
    }

    /** Sums over all hook points. */
    private record Totals(
            long units,
            long pairs,
            int found,
            int confirmed,
            int letters,
            double chance,
            int mostChance,
            int permutations) {
        static Totals of(List<LayerResult> layers) {
            return new Totals(
                    layers.stream().mapToLong(LayerResult::units).sum(),
                    layers.stream().mapToLong(LayerResult::pairs).sum(),
                    layers.stream().mapToInt(LayerResult::multimodalUnits).sum(),
                    layers.stream().mapToInt(LayerResult::confirmedUnits).sum(),
                    layers.stream().mapToInt(LayerResult::letterReadingUnits).sum(),
                    layers.stream().mapToDouble(LayerResult::unitsByChance).sum(),
                    layers.stream()
                            .mapToInt(LayerResult::mostUnitsByChance)
                            .max()
                            .orElse(0),
                    layers.stream()
                            .mapToInt(layer -> layer.wordsPermuted().permutations())
                            .max()
                            .orElse(0));
        }
    }

    private static String found(MultimodalResult result, Totals totals) {
        return Numbers.count(totals.found) + " of " + Numbers.count(totals.units, "unit responds", "units respond")
                + " to the same concept in " + forms(result) + ".";
    }

    private static String nothing(MultimodalResult result) {
        return "None of " + Numbers.count(totalUnits(result), "unit responds", "units responds")
                + " to the same concept in " + forms(result) + ".";
    }

    private static long totalUnits(MultimodalResult result) {
        return result.layers().stream().mapToLong(LayerResult::units).sum();
    }

    private static String forms(MultimodalResult result) {
        List<String> facets = result.facets().stream().map(Texts::brief).toList();
        int last = facets.size() - 1;
        String list = last <= 0
                ? String.join("", facets)
                : String.join(", ", facets.subList(0, last)) + " and " + facets.get(last);
        return "all " + facets.size() + " of its forms: " + list;
    }

    private static List<String> evidence(MultimodalResult result, Totals totals) {
        List<String> sentences = new ArrayList<>();
        sentences.add("They lie in " + layers(result) + ".");
        sentences.addAll(controls(result, totals));
        sentences.add(Numbers.count(totals.confirmed) + " of the " + Numbers.count(totals.found) + " ("
                + Numbers.percent(totals.confirmed / (double) totals.found)
                + ") are confirmed: on each half of the examples by itself they reach the same score.");
        return sentences;
    }

    private static String layers(MultimodalResult result) {
        List<LayerResult> holding = result.layers().stream()
                .filter(layer -> layer.multimodalUnits() > 0)
                .sorted(Comparator.comparing(layer -> -layer.multimodalUnits()))
                .toList();
        String named = holding.stream()
                .limit(NAMED_LAYERS)
                .map(layer -> layer.capture().at().name() + " (" + Numbers.count(layer.multimodalUnits()) + ")")
                .collect(Collectors.joining(", "));
        int others = holding.size() - NAMED_LAYERS;
        return others > 0 ? named + " and " + Numbers.count(others, "other layer", "other layers") : named;
    }

    private static List<String> controls(MultimodalResult result, Totals totals) {
        List<String> sentences = new ArrayList<>();
        sentences.add("Accepted is a false discovery rate of "
                + Numbers.percent(result.options().fdr())
                + ", estimated at each hook point by permuting the words' concepts, and an area under the ROC curve of at"
                + " least " + Numbers.decimals(result.options().minimumAuc(), 2) + " in every form; "
                + Numbers.count(totals.pairs, "pair", "pairs") + " of unit and concept were tested.");
        sentences.add("With permuted words " + Numbers.mean(totals.chance) + " units pass on average over "
                + Numbers.count(totals.permutations, "permutation", "permutations") + " (at most "
                + Numbers.count(totals.mostChance) + " in any one layer), against " + Numbers.count(totals.found)
                + " with the real ones.");
        if (totals.letters > 0) {
            sentences.add(Numbers.count(totals.letters, "further unit responds", "further units respond")
                    + " to words of similar spelling as to the word itself: these read letters and are not counted.");
        }
        return sentences;
    }

    private static List<Tile> tiles(MultimodalResult result, Totals totals) {
        long tested = result.concepts().stream().filter(ConceptCount::tested).count();
        return List.of(
                new Tile(Numbers.count(totals.found), "multimodal units", "of " + Numbers.count(totals.units)),
                new Tile(Numbers.count(totals.confirmed), "confirmed", "on each half of the examples"),
                new Tile(Numbers.mean(totals.chance), "by chance", "mean of the permutation control"),
                new Tile(Numbers.count(totals.letters), "read letters", "not counted as multimodal"),
                new Tile(
                        Numbers.count(tested),
                        "concepts tested",
                        "in " + Numbers.count(result.facets().size(), "form", "forms")));
    }

    private static List<String> advice(MultimodalResult result) {
        List<String> advice = new ArrayList<>();
        long untested =
                result.concepts().stream().filter(concept -> !concept.tested()).count();
        if (untested > 0) {
            advice.add(Numbers.count(untested, "concept lacks", "concepts lack")
                    + " examples in one form or more and could not be tested: add them (see Examples below).");
        }
        advice.add("Look elsewhere in the tower: later blocks and other kinds of hook points hold other units.");
        advice.add(
                "Add concepts, and more examples of each in every form: both make weaker responses stand out from chance.");
        advice.add(
                "See the near misses below. A higher false discovery rate or a smaller area lets weaker responses pass;"
                        + " the permutation control then says how many of them are chance.");
        return advice;
    }
}
