package org.clipprobe.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipprobe.probe.ConceptCount;
import org.clipprobe.probe.FacetResponse;
import org.clipprobe.probe.FamilyCount;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.HeldOut;
import org.clipprobe.probe.LayerResult;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.probe.SpellingControl;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/**
 * The tables of a probe: {@code units.csv}, {@code near-misses.csv}, {@code responses.csv}, {@code layers.csv},
 * {@code held-out.csv}, {@code concepts.csv} and {@code families.csv}.
 */
public final class ProbeTables {
    private ProbeTables() {}

    /** Writes them into a run folder. */
    public static void write(RunFolder folder, MultimodalResult result) throws IOException {
        writePairs(folder, "units.csv", result.findings());
        writePairs(folder, "near-misses.csv", result.nearMisses());
        writeResponses(folder, result);
        writeLayers(folder, result);
        writeHeldOut(folder, result);
        writeConcepts(folder, result);
        writeFamilies(folder, result);
    }

    private static void writeFamilies(RunFolder folder, MultimodalResult result) throws IOException {
        List<String> header = new ArrayList<>(List.of(
                "family",
                "concepts tested",
                "multimodal units",
                "multimodal units by chance (families shuffled over concepts)",
                "p (families shuffled over concepts)"));
        result.layers()
                .forEach(layer -> header.add("units at " + layer.capture().at().name()));
        try (RunTable table = folder.table("families.csv", header)) {
            for (FamilyCount family : result.families()) {
                List<Object> row = new ArrayList<>(
                        List.of(family.family(), family.concepts(), family.units(), family.byChance(), family.p()));
                row.addAll(family.layers());
                table.row(row.toArray());
            }
        }
    }

    private static void writePairs(RunFolder folder, String file, List<Finding> pairs) throws IOException {
        List<String> header = List.of(
                "unit",
                "concept",
                "score (smallest effect)",
                "smallest AUC",
                "p (rank among concepts)",
                "q (units)",
                "confirmed by",
                "found in redraws",
                "near spellings (examples)",
                "near spellings below the word (share)",
                "AUC of near spellings over other words",
                "reads letters");
        try (RunTable table = folder.table(file, header)) {
            for (Finding finding : pairs) {
                table.row(
                        finding.unit(),
                        finding.concept(),
                        finding.score(),
                        finding.auc(),
                        finding.p(),
                        finding.q(),
                        String.join(", ", finding.heldOut()),
                        finding.redraws().map(Object::toString).orElse(""),
                        finding.spelling().map(SpellingControl::nearSpellings).orElse(0),
                        finding.spelling().map(SpellingControl::wordOverNear).orElse(Double.NaN),
                        finding.spelling().map(SpellingControl::nearOverOthers).orElse(Double.NaN),
                        finding.readsLetters());
            }
        }
    }

    private static void writeResponses(RunFolder folder, MultimodalResult result) throws IOException {
        List<String> header = List.of(
                "unit",
                "concept",
                "facet",
                "sources of the concept",
                "examples of the concept",
                "sources of others",
                "effect (robust sd)",
                "AUC",
                "p (rank among concepts)",
                "response (sd from mean)",
                "response (sd from zero)");
        try (RunTable table = folder.table("responses.csv", header)) {
            for (Finding finding : result.findings()) {
                for (FacetResponse response : finding.responses()) {
                    table.row(
                            finding.unit(),
                            finding.concept(),
                            response.facet(),
                            response.sources(),
                            response.examples(),
                            response.otherSources(),
                            response.effect(),
                            response.auc(),
                            response.p(),
                            response.sdFromMean(),
                            response.sdFromZero());
                }
            }
        }
    }

    private static void writeLayers(RunFolder folder, MultimodalResult result) throws IOException {
        List<String> header = List.of(
                "hook point",
                "pooling",
                "units",
                "untested units",
                "pairs tested",
                "threshold (smallest effect)",
                "multimodal units",
                "multimodal units by coincidence",
                "pairs found",
                "pairs found by coincidence",
                "confirmed units",
                "units reading letters",
                "units agreeing at the smallest effect",
                "units agreeing by coincidence");
        double threshold = result.threshold().orElse(Double.NaN);
        try (RunTable table = folder.table("layers.csv", header)) {
            for (LayerResult layer : result.layers()) {
                table.row(
                        layer.capture().at().name(),
                        layer.capture().pooling().name().toLowerCase(Locale.ROOT),
                        layer.units(),
                        layer.untestedUnits(),
                        layer.pairs(),
                        threshold,
                        layer.multimodalUnits(),
                        layer.unitsByChance(),
                        layer.passingPairs(),
                        layer.pairsByChance(),
                        layer.confirmedUnits(),
                        layer.letterReadingUnits(),
                        layer.agreeingUnits(),
                        layer.agreeingByChance());
            }
        }
    }

    private static void writeHeldOut(RunFolder folder, MultimodalResult result) throws IOException {
        List<String> header =
                List.of("facet held out", "pairs found without it", "of these responding in it", "expected by chance");
        try (RunTable table = folder.table("held-out.csv", header)) {
            for (HeldOut held : result.heldOut()) {
                table.row(held.facet(), held.found(), held.confirmed(), held.chance());
            }
        }
    }

    private static void writeConcepts(RunFolder folder, MultimodalResult result) throws IOException {
        try (RunTable table = folder.table("concepts.csv", List.of("concept", "facet", "examples", "tested"))) {
            for (ConceptCount concept : result.concepts()) {
                for (int facet = 0; facet < result.facets().size(); facet++) {
                    table.row(
                            concept.concept(),
                            result.facets().get(facet),
                            concept.examples().get(facet),
                            concept.tested());
                }
            }
        }
    }
}
