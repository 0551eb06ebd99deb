package org.clipprobe.report.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.activation.Facet;
import org.clipprobe.model.Unit;
import org.clipprobe.probe.FacetResponse;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.SpellingControl;
import org.clipprobe.report.page.Axis;
import org.clipprobe.report.page.Numbers;

/**
 * A unit with its evidence.
 *
 * @param id of the card in the page
 * @param unit the unit
 * @param blocks one for each concept it was found for
 */
record UnitCard(String id, Unit unit, List<Block> blocks) {
    /** Concepts of one unit shown with pictures. */
    private static final int MOST_BLOCKS = 6;

    /**
     * A concept that the unit was found for.
     *
     * @param facets evidence, facet by facet
     * @param spelling evidence on near spellings, where there are any
     * @param picture class of the concept's strongest picture
     */
    record Block(Finding finding, List<FacetRow> facets, Optional<FacetRow> spelling, Optional<String> picture) {}

    /**
     * The evidence in one facet.
     *
     * @param name of the facet
     * @param area under the ROC curve
     * @param facts the other numbers, each with what it is
     * @param evidence pictures and distribution
     */
    record FacetRow(String name, String area, List<String> facts, Evidence.Row evidence) {}

    static UnitCard of(List<Finding> findings, Evidence evidence) {
        Unit unit = findings.get(0).unit();
        float[] column = evidence.column(unit);
        Axis axis = Evidence.axis(column);
        List<Block> blocks = findings.stream()
                .limit(MOST_BLOCKS)
                .map(finding -> block(finding, column, axis, evidence))
                .toList();
        String id = "unit-" + unit.hook().replaceAll("[^A-Za-z0-9]", "-") + "-" + unit.index();
        return new UnitCard(id, unit, blocks);
    }

    private static Block block(Finding finding, float[] column, Axis axis, Evidence evidence) {
        List<FacetRow> rows = new ArrayList<>();
        for (FacetResponse response : finding.responses()) {
            rows.add(new FacetRow(
                    response.facet(),
                    Numbers.area(response.auc()),
                    List.of(
                            "effect " + Numbers.signed(response.effect()),
                            "rank p " + Numbers.probability(response.p()),
                            Numbers.signed(response.sdFromMean()) + " sd from the mean",
                            Numbers.signed(response.sdFromZero()) + " sd from zero",
                            Numbers.count(response.sources(), "source", "sources") + " ("
                                    + Numbers.count(response.examples(), "example", "examples") + ") against "
                                    + Numbers.count(response.otherSources())),
                    evidence.facet(column, axis, finding.concept(), new Facet(response.facet()))));
        }
        Optional<FacetRow> spelling =
                finding.spelling().map(control -> spelling(control, finding, column, axis, evidence));
        Optional<String> picture = rows.stream()
                .flatMap(row -> row.evidence().shown().stream())
                .filter(Evidence.Shown::own)
                .findFirst()
                .flatMap(Evidence.Shown::picture);
        return new Block(finding, rows, spelling, picture);
    }

    private static FacetRow spelling(
            SpellingControl control, Finding finding, float[] column, Axis axis, Evidence evidence) {
        return new FacetRow(
                "near spellings",
                Numbers.area(control.wordOverNear()),
                List.of(
                        "the word over near spellings",
                        Numbers.area(control.nearOverOthers()) + " near spellings over other words",
                        Numbers.count(control.words(), "word", "words") + " against "
                                + Numbers.count(control.nearSpellings())),
                evidence.nearSpellings(column, axis, finding.concept()));
    }
}
