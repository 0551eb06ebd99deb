package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.concept.search.FacetAuc;
import org.clipprobe.concept.search.Prompts;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.report.ConceptReport;
import org.clipprobe.report.page.Axis;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Texts;
import org.clipprobe.run.RunRecord;

/**
 * What the page of a search shows.
 *
 * @param wanted the query in words
 * @param headline the answer in one sentence
 * @param tiles its numbers
 * @param sentences what the ranking goes by
 * @param facets that have areas, in the table's order; none where no label says what was searched for
 * @param matches the units, best first
 * @param cards the units with their evidence
 * @param text the text units that go with them
 * @param record provenance
 */
record ConceptView(
        String wanted,
        String headline,
        List<Answer.Tile> tiles,
        List<String> sentences,
        List<String> facets,
        List<UnitMatch> matches,
        List<UnitEvidence> cards,
        List<SearchResult.TextUnit> text,
        RunRecord record) {
    private static final int MOST_CARDS = 60;
    private static final double SURE = 0.9;

    static ConceptView of(ConceptReport report, Evidence evidence) {
        List<UnitMatch> matches =
                report.result().shown().stream().limit(ProbeView.MOST_ROWS).toList();
        String wanted = query(report);
        UnitMatch best = matches.get(0);
        return new ConceptView(
                wanted,
                headline(report, wanted, best),
                tiles(report, best),
                sentences(report, best),
                best.facets().stream().map(FacetAuc::facet).toList(),
                matches,
                matches.stream()
                        .limit(MOST_CARDS)
                        .map(match -> card(match, report, evidence))
                        .toList(),
                report.result().text(),
                report.record());
    }

    /** In the words of the page, such as {@code “happy” rather than “sad”, not “a smiling cat”}. */
    private static String query(ConceptReport report) {
        return list(report.result().wanted(), " and ")
                + list(report.result().against(), " and ").replaceFirst("^(?=.)", " rather than ")
                + list(report.result().negatives(), " or ").replaceFirst("^(?=.)", ", not ");
    }

    private static String list(List<String> prompts, String joint) {
        return prompts.stream().map(text -> "“" + Texts.brief(text) + "”").collect(Collectors.joining(joint));
    }

    private static String headline(ConceptReport report, String wanted, UnitMatch best) {
        Optional<FacetAuc> weakest =
                best.facets().stream().reduce((least, facet) -> facet.auc() < least.auc() ? facet : least);
        return weakest.map(facet -> best.unit() + " responds most evenly to " + wanted + ": AUC "
                        + Numbers.area(facet.auc()) + " in its weakest form, " + Texts.brief(facet.facet()) + ".")
                .orElseGet(() -> best.unit() + " goes best with " + wanted + ": softWPMI "
                        + Numbers.decimals(best.score(), 2) + " among "
                        + Numbers.count(report.result().background(), "concept", "concepts") + ".");
    }

    private static List<Answer.Tile> tiles(ConceptReport report, UnitMatch best) {
        List<Answer.Tile> tiles = new ArrayList<>();
        best.weakestAuc().ifPresent(auc -> {
            tiles.add(new Answer.Tile(Numbers.area(auc), "smallest AUC of the best unit", "chance is 0.5"));
            long sure = report.result().shown().stream()
                    .filter(match -> match.weakestAuc().orElse(0) >= SURE)
                    .count();
            tiles.add(new Answer.Tile(
                    Numbers.count(sure) + (sure == report.result().shown().size() ? " or more" : ""),
                    "units of AUC 0.9 or more",
                    "in every form"));
        });
        tiles.add(new Answer.Tile(
                Numbers.decimals(best.score(), 2), "softWPMI of the best unit", "0 is the layer's mean"));
        tiles.add(new Answer.Tile(
                Numbers.count(report.result().matches().size()),
                "units searched",
                "at " + Numbers.count(report.layers().size(), "hook point", "hook points")));
        tiles.add(new Answer.Tile(
                Numbers.count(report.result().background()),
                "concepts to tell it from",
                Texts.brief(report.result().source())));
        return tiles;
    }

    private static List<String> sentences(ConceptReport report, UnitMatch best) {
        if (best.facets().isEmpty()) {
            return List.of("No label of the pictures says what was searched for, so that units are ranked by how much"
                    + " their strongest examples have to do with it in the model's own view (softWPMI).");
        }
        boolean contrast = !report.result().against().isEmpty();
        return List.of("Units are ranked by their smallest AUC over the forms in which the pictures show it, "
                + (contrast ? "against the pictures of what it is contrasted with" : "against all other concepts")
                + ".");
    }

    private static UnitEvidence card(UnitMatch match, ConceptReport report, Evidence evidence) {
        float[] column = evidence.column(match.unit());
        Axis axis = Evidence.axis(column);
        boolean known = !match.facets().isEmpty();
        boolean contrast = known && !report.result().against().isEmpty();
        IntPredicate own = known ? labelled(report.result().wanted(), report, evidence) : example -> false;
        IntPredicate others = contrast ? labelled(report.result().against(), report, evidence) : own.negate();
        String name = list(report.result().wanted(), " and ");
        List<UnitCard.FacetRow> rows = evidence.facets().stream()
                .map(facet -> {
                    Optional<FacetAuc> area = match.facets().stream()
                            .filter(each -> each.facet().equals(facet.name()))
                            .findFirst();
                    return new UnitCard.FacetRow(
                            facet.name(),
                            area.map(each -> Numbers.area(each.auc())).orElse(""),
                            area.map(each -> List.of(Numbers.count(each.positives()) + " against "
                                            + Numbers.count(each.negatives())))
                                    .orElse(List.of()),
                            evidence.facet(column, axis, own, others, name, facet));
                })
                .toList();
        List<String> facts = new ArrayList<>();
        match.weakestAuc().ifPresent(auc -> facts.add("smallest AUC " + Numbers.area(auc)));
        facts.add("softWPMI " + Numbers.decimals(match.score(), 2));
        facts.add("correlation " + Numbers.decimals(match.correlation(), 2));
        match.write().ifPresent(write -> facts.add("direct write " + Numbers.signed(write) + " sd"));
        return new UnitEvidence(match.unit(), "", facts, rows);
    }

    private static IntPredicate labelled(List<String> prompts, ConceptReport report, Evidence evidence) {
        int[] labels = Prompts.labels(prompts, report.labels()).orElseThrow();
        return example -> IntStream.of(labels).anyMatch(label -> label == evidence.concept(example));
    }

    /** A unit's area in a facet of the table; nothing where it has none. */
    static String area(UnitMatch match, String facet) {
        return match.facets().stream()
                .filter(known -> known.facet().equals(facet))
                .map(known -> Numbers.area(known.auc()))
                .findFirst()
                .orElse("–");
    }

    /** In standard deviations; a dash where the architecture allows none. */
    static String write(OptionalDouble write) {
        return write.isPresent() ? Numbers.signed(write.getAsDouble()) : "–";
    }
}
