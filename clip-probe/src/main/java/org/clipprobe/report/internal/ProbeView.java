package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.Unit;
import org.clipprobe.probe.ConceptCount;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.LayerResult;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.UnitPages;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;

/**
 * What the page of a multimodal probe shows.
 *
 * @param answer in sentences
 * @param charts where multimodality arises
 * @param found concepts that units were found for
 * @param cards the strongest multimodal units with their evidence
 * @param findings all findings that count, one row each
 * @param letters findings of units that read letters
 * @param nearMisses the strongest pairs that do not pass
 * @param nearCards the strongest of them with their evidence, when nothing passes
 * @param layers one row for each hook point
 * @param result for counts and options
 * @param examples number of examples
 * @param skipped files that were not used, as many as are shown
 * @param record provenance
 * @param linked whether every unit has a page of its own
 */
record ProbeView(
        Answer answer,
        List<LayerChart> charts,
        List<ConceptLink> found,
        List<UnitCard> cards,
        List<FindingRow> findings,
        List<FindingRow> letters,
        List<FindingRow> nearMisses,
        List<UnitCard> nearCards,
        List<LayerResult> layers,
        MultimodalResult result,
        int examples,
        List<Skipped> skipped,
        RunRecord record,
        boolean linked) {
    /** Cards shown; the other units are in the table, and all of them in the CSV files. */
    static final int MOST_CARDS = 120;

    /** Cards of near misses, when nothing passes. */
    static final int MOST_NEAR_CARDS = 6;

    /** Rows of a table shown. */
    static final int MOST_ROWS = 1000;

    /**
     * A concept with its strongest unit.
     *
     * @param concept the concept's name
     * @param card id of the strongest unit's card, empty when that has none
     * @param units how many units were found for it
     * @param picture class of a picture of it
     */
    record ConceptLink(String concept, Optional<String> card, int units, Optional<String> picture) {}

    /** One finding in a table; {@code address} is where the unit is shown, where it is. */
    record FindingRow(Finding finding, Optional<String> address) {}

    static ProbeView of(ProbeReport report, boolean linked, Evidence evidence) {
        MultimodalResult result = report.result();
        List<Finding> counted = result.findings().stream()
                .filter(finding -> !finding.readsLetters())
                .toList();
        List<Finding> letters =
                result.findings().stream().filter(Finding::readsLetters).toList();
        List<UnitCard> cards = cards(counted, MOST_CARDS, evidence);
        List<UnitCard> nearCards =
                counted.isEmpty() ? cards(result.nearMisses(), MOST_NEAR_CARDS, evidence) : List.of();
        Map<Unit, String> ids = new LinkedHashMap<>();
        cards.forEach(card -> ids.put(card.unit(), card.id()));
        nearCards.forEach(card -> ids.put(card.unit(), card.id()));
        return new ProbeView(
                Answer.of(result),
                LayerChart.of(result.layers()),
                links(counted, cards, ids),
                cards,
                rows(counted, ids, linked),
                rows(letters, ids, linked),
                rows(result.nearMisses(), ids, linked),
                nearCards,
                result.layers(),
                result,
                report.labels().examples(),
                report.record().skipped().stream().limit(MOST_ROWS).toList(),
                report.record(),
                linked);
    }

    private static List<UnitCard> cards(List<Finding> findings, int most, Evidence evidence) {
        Map<Unit, List<Finding>> byUnit = new LinkedHashMap<>();
        findings.forEach(finding -> byUnit.computeIfAbsent(finding.unit(), unit -> new ArrayList<>())
                .add(finding));
        return byUnit.values().stream()
                .limit(most)
                .map(group -> UnitCard.of(group, evidence))
                .toList();
    }

    private static List<FindingRow> rows(List<Finding> findings, Map<Unit, String> ids, boolean linked) {
        return findings.stream()
                .limit(MOST_ROWS)
                .map(finding -> new FindingRow(finding, address(finding.unit(), ids, linked)))
                .toList();
    }

    private static Optional<String> address(Unit unit, Map<Unit, String> ids, boolean linked) {
        return linked
                ? Optional.of(UnitPages.address(unit))
                : Optional.ofNullable(ids.get(unit)).map(id -> "#" + id);
    }

    private static List<ConceptLink> links(List<Finding> counted, List<UnitCard> cards, Map<Unit, String> ids) {
        Map<String, List<Finding>> byConcept = new LinkedHashMap<>();
        counted.forEach(finding -> byConcept
                .computeIfAbsent(finding.concept(), concept -> new ArrayList<>())
                .add(finding));
        Map<String, Optional<String>> pictures = new LinkedHashMap<>();
        cards.forEach(card -> card.blocks()
                .forEach(block -> pictures.putIfAbsent(block.finding().concept(), block.picture())));
        return byConcept.entrySet().stream()
                .limit(MOST_ROWS)
                .map(entry -> new ConceptLink(
                        entry.getKey(),
                        Optional.ofNullable(ids.get(entry.getValue().get(0).unit())),
                        (int) entry.getValue().stream()
                                .map(Finding::unit)
                                .distinct()
                                .count(),
                        pictures.getOrDefault(entry.getKey(), Optional.empty())))
                .toList();
    }

    /** Concepts that were tested. */
    long tested() {
        return result.concepts().stream().filter(ConceptCount::tested).count();
    }

    /** Concepts as the page lists them, with their numbers of examples. */
    List<ConceptCount> concepts() {
        return result.concepts().stream().limit(MOST_ROWS).toList();
    }

    /** Distinct multimodal units. */
    int units() {
        return result.layers().stream().mapToInt(LayerResult::multimodalUnits).sum();
    }
}
