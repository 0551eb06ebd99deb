package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.clipprobe.probe.ConceptCount;
import org.clipprobe.probe.HeldOut;
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
        Totals totals = Totals.of(result);
        return totals.found == 0
                ? new Answer(nothing(result), controls(result, totals), tiles(result, totals), advice(result))
                : new Answer(found(result, totals), evidence(result, totals), tiles(result, totals), List.of());
    }

    /** Sums over all hook points. */
    private record Totals(
            long units, long pairs, int found, int foundPairs, int confirmed, int letters, double chance) {
        static Totals of(MultimodalResult result) {
            return new Totals(
                    result.units(),
                    (long) result.sum(LayerResult::pairs),
                    result.multimodalUnits(),
                    (int) result.sum(LayerResult::passingPairs),
                    (int) result.sum(LayerResult::confirmedUnits),
                    (int) result.sum(LayerResult::letterReadingUnits),
                    result.unitsByChance());
        }
    }

    private static String atLeast(int real, int chance) {
        return "In 19 of 20 runs like this one at most " + Numbers.count(chance) + " would be coincidence, so that "
                + (real == 0
                        ? "it is not shown that there is more than coincidence."
                        : "at least " + Numbers.count(real, "unit is", "units are") + " more than that.");
    }

    private static String found(MultimodalResult result, Totals totals) {
        return Numbers.count(totals.found) + " of " + Numbers.count(totals.units, "unit responds", "units respond")
                + " to the same concept in " + forms(result) + ".";
    }

    private static String nothing(MultimodalResult result) {
        return "None of " + Numbers.count(result.units(), "unit responds", "units responds")
                + " to the same concept in " + forms(result) + ".";
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
        sentences.add("Of the " + Numbers.count(totals.found, "unit", "units") + " named here about "
                + Numbers.mean(totals.chance) + " "
                + "would be named by coincidence, each missing at least one of the forms: at most "
                + Numbers.percent(result.options().fdr()) + " of them are expected to be coincidence. "
                + atLeast(totals.found - result.unitsByChanceAtMost(), result.unitsByChanceAtMost()));
        sentences.add("They are in " + layers(result) + ".");
        sentences.addAll(controls(result, totals));
        result.heldOut().stream().filter(held -> held.found() > 0).forEach(held -> sentences.add(heldOut(held)));
        sentences.add(stability(result));
        sentences.removeIf(String::isEmpty);
        return sentences;
    }

    private static String heldOut(HeldOut held) {
        return "Looked for without the form " + Texts.brief(held.facet()) + ", "
                + Numbers.count(held.found(), "pair is", "pairs are") + " found, of which "
                + Numbers.count(held.confirmed()) + " respond in that form too, which took no part in finding them; "
                + Numbers.mean(held.chance()) + " would by chance.";
    }

    /** Fonts of the same word are no new observation of the concept: the list is stable over them, not confirmed. */
    private static String stability(MultimodalResult result) {
        List<Integer> times = result.findings().stream()
                .filter(finding -> !finding.readsLetters())
                .flatMap(finding -> finding.redraws().stream())
                .toList();
        int redraws = result.options().redraws();
        long most = times.stream().filter(n -> 10 * n >= 9 * redraws).count();
        return times.isEmpty()
                ? ""
                : "Stable over fonts: with other drawings of the same words, drawn "
                        + Numbers.count(redraws, "time", "times") + ", " + Numbers.count(most) + " of the "
                        + Numbers.count(times.size(), "pair", "pairs") + " are found at least nine times in ten.";
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
        sentences.add(
                "A unit responds to a concept when its mean over the concept's sources (drawings, photographs, word"
                        + " forms) stands out from the other concepts in every form; "
                        + Numbers.count(totals.pairs, "pair", "pairs") + " of unit and concept at "
                        + Numbers.count(result.layers().size(), "hook point", "hook points")
                        + " were tested as one family."
                        + " The rate is about units; of the pairs of unit and concept, "
                        + Numbers.mean(result.sum(LayerResult::pairsByChance)) + " of "
                        + Numbers.count(totals.foundPairs)
                        + " are expected to be coincidence.");
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
                new Tile(Numbers.count(totals.confirmed), "confirmed", "by a form held out of the finding"),
                new Tile(Numbers.mean(totals.chance), "by coincidence", "expected, at the same threshold"),
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
                "Add sources: two or more different drawings or photographs of each concept in every form. Variants of"
                        + " one picture and more fonts of one word do not help.");
        advice.add("Add concepts: the more there are, the rarer a coincidence.");
        advice.add(
                "See the near misses below. A higher false discovery rate or a smaller area lets weaker responses pass.");
        return advice;
    }
}
