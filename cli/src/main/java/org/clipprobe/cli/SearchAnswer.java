package org.clipprobe.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.clipprobe.concept.search.TuningMatch;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.report.ConceptReport;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/**
 * What a search for units answers.
 *
 * @param matches every unit, best first
 * @param text text units that go with the first of them
 * @param top how many units are listed
 */
record SearchAnswer(List<UnitMatch> matches, List<ConceptReport.TextUnit> text, int top) {
    private static final String WRITE = "direct write along the prompt (standard deviations over the layer)";

    /** The units that are listed. */
    List<UnitMatch> listed() {
        return matches.stream().limit(top).toList();
    }

    /** Whether the pictures' labels know what was searched for. */
    private boolean known() {
        return matches.get(0).weakestAuc().isPresent();
    }

    /** {@code matches.csv} and {@code text-units.csv}. */
    void write(RunFolder folder) throws IOException {
        List<String> header = List.of(
                "rank",
                "unit",
                "smallest facet AUC",
                "facet AUCs",
                "score (softWPMI)",
                "correlation with similarity (Pearson r)",
                WRITE);
        try (RunTable table = folder.table("matches.csv", header)) {
            int rank = 1;
            for (UnitMatch match : matches) {
                table.row(
                        rank++,
                        match.unit(),
                        match.weakestAuc().orElse(Double.NaN),
                        facets(match),
                        match.score(),
                        match.correlation(),
                        match.write().orElse(Double.NaN));
            }
        }
        try (RunTable table = folder.table(
                "text-units.csv",
                List.of("vision unit", "text unit", "correlation of tuning (Pearson r)", "p", "q", WRITE))) {
            for (ConceptReport.TextUnit found : text) {
                TuningMatch match = found.match();
                table.row(
                        match.vision(),
                        match.text(),
                        match.correlation(),
                        match.p(),
                        found.q(),
                        found.write().orElse(Double.NaN));
            }
        }
    }

    /**
     * Says it in lines.
     *
     * @param prompt the first prompt that was searched for
     * @param background number of concepts it was told from
     */
    void say(Answer answer, String prompt, int background) {
        answer.line(
                known()
                        ? "Units by the smallest AUC over the facets of \"" + prompt + "\":"
                        : "The pictures have no label for \"" + prompt + "\"; units by softWPMI among " + background
                                + " concepts:");
        for (UnitMatch match : listed()) {
            OptionalDouble weakest = match.weakestAuc();
            answer.line(String.format(
                    "  %-20s %s score %7.3f, correlation %.3f%s%s",
                    match.unit(),
                    weakest.isPresent() ? String.format("AUC %.3f,", weakest.getAsDouble()) : "",
                    match.score(),
                    match.correlation(),
                    shown(match.write()),
                    known() ? "   (" + facets(match) + ")" : ""));
        }
        for (ConceptReport.TextUnit found : text) {
            TuningMatch match = found.match();
            answer.line(String.format(
                    "  %s goes with %s: correlation of tuning %.3f, q %.3f%s",
                    match.vision(), match.text(), match.correlation(), found.q(), shown(found.write())));
        }
    }

    /** The answer for programs. */
    Map<String, Object> facts(RunFolder folder) {
        List<Map<String, Object>> units = new ArrayList<>();
        for (UnitMatch match : listed()) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("unit", match.unit().toString());
            fact.put("facets", match.facets());
            fact.put("score", match.score());
            fact.put("correlation", match.correlation());
            match.write().ifPresent(write -> fact.put("direct_write_sd", write));
            units.add(fact);
        }
        List<Map<String, Object>> textUnits = new ArrayList<>();
        for (ConceptReport.TextUnit found : text) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("vision", found.match().vision().toString());
            fact.put("text", found.match().text().toString());
            fact.put("correlation", found.match().correlation());
            fact.put("p", found.match().p());
            fact.put("q", found.q());
            found.write().ifPresent(write -> fact.put("direct_write_sd", write));
            textUnits.add(fact);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("folder", folder.target().toString());
        all.put("report", folder.target().resolve(ProbeReport.PAGE).toString());
        all.put("known_concept", known());
        all.put("units", units);
        all.put("text_units", textUnits);
        return all;
    }

    private static String facets(UnitMatch match) {
        return match.facets().stream()
                .map(facet -> String.format(Locale.ROOT, "%s %.3f", facet.facet(), facet.auc()))
                .collect(Collectors.joining(", "));
    }

    private static String shown(OptionalDouble write) {
        return write.isPresent() ? String.format(", direct write %+.1f sd", write.getAsDouble()) : "";
    }
}
