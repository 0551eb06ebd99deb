package org.clipprobe.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.concept.search.TuningMatch;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.report.SearchTables;

/** What a search for units found, in lines for people. */
final class SearchAnswer {
    private SearchAnswer() {}

    static List<String> lines(SearchResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(
                result.known()
                        ? "Units by the smallest AUC over the facets of \""
                                + result.wanted().get(0) + "\":"
                        : "The pictures have no label for \"" + result.wanted().get(0) + "\"; units by softWPMI among "
                                + result.background() + " concepts:");
        for (UnitMatch match : result.shown()) {
            OptionalDouble weakest = match.weakestAuc();
            lines.add(String.format(
                    "  %-20s %s score %7.3f, correlation %.3f%s%s",
                    match.unit(),
                    weakest.isPresent() ? String.format("AUC %.3f,", weakest.getAsDouble()) : "",
                    match.score(),
                    match.correlation(),
                    shown(match.write()),
                    result.known() ? "   (" + SearchTables.facets(match) + ")" : ""));
        }
        for (SearchResult.TextUnit found : result.text()) {
            TuningMatch match = found.match();
            lines.add(String.format(
                    "  %s goes with %s: correlation of tuning %.3f, q %.3f%s",
                    match.vision(), match.text(), match.correlation(), found.q(), shown(found.write())));
        }
        return lines;
    }

    private static String shown(OptionalDouble write) {
        return write.isPresent() ? String.format(", direct write %+.1f sd", write.getAsDouble()) : "";
    }
}
