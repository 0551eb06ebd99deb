package org.clipprobe.report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.concept.search.TuningMatch;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/** The tables of a search: {@code matches.csv} and {@code text-units.csv}. */
public final class SearchTables {
    private static final String WRITE = "direct write along the prompt (standard deviations over the layer)";

    private SearchTables() {}

    /** Writes them into a run folder. */
    public static void write(RunFolder folder, SearchResult result) throws IOException {
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
            for (UnitMatch match : result.matches()) {
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
            for (SearchResult.TextUnit found : result.text()) {
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

    /** The areas of all facets, in words. */
    public static String facets(UnitMatch match) {
        return match.facets().stream()
                .map(facet -> String.format(Locale.ROOT, "%s %.3f", facet.facet(), facet.auc()))
                .collect(Collectors.joining(", "));
    }
}
