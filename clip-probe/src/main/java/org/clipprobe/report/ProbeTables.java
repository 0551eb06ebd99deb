package org.clipprobe.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipprobe.probe.ConceptCount;
import org.clipprobe.probe.FacetResponse;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.LayerResult;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.probe.SpellingControl;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/**
 * The tables of a probe: {@code units.csv}, {@code near-misses.csv}, {@code responses.csv}, {@code layers.csv} and {@code
 * concepts.csv}.
 */
public final class ProbeTables {
    private ProbeTables() {}

    /** Writes them into a run folder. */
    public static void write(RunFolder folder, MultimodalResult result) throws IOException {
        writePairs(folder, "units.csv", result.findings());
        writePairs(folder, "near-misses.csv", result.nearMisses());
        writeResponses(folder, result);
        writeLayers(folder, result);
        writeConcepts(folder, result);
    }

    private static void writePairs(RunFolder folder, String file, List<Finding> pairs) throws IOException {
        List<String> header = List.of(
                "unit",
                "concept",
                "score (smallest AUC)",
                "p (intersection-union)",
                "q (Benjamini-Hochberg)",
                "q (AdaFilter)",
                "q (words permuted)",
                "AUC on first half",
                "AUC on second half",
                "confirmed",
                "near spellings (examples)",
                "AUC of word over near spellings",
                "AUC of near spellings over other words",
                "reads letters");
        try (RunTable table = folder.table(file, header)) {
            for (Finding finding : pairs) {
                table.row(
                        finding.unit(),
                        finding.concept(),
                        finding.score(),
                        finding.p(),
                        finding.q(),
                        finding.adaptiveQ(),
                        finding.permutationQ(),
                        finding.confirmation().firstScore(),
                        finding.confirmation().secondScore(),
                        finding.confirmation().confirmed(),
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
                "examples of the concept",
                "examples of others",
                "AUC",
                "p (Mann-Whitney)",
                "response (sd from mean)",
                "response (sd from zero)");
        try (RunTable table = folder.table("responses.csv", header)) {
            for (Finding finding : result.findings()) {
                for (FacetResponse response : finding.responses()) {
                    table.row(
                            finding.unit(),
                            finding.concept(),
                            response.facet(),
                            response.positives(),
                            response.negatives(),
                            response.auc(),
                            response.p(),
                            response.sdFromMean(),
                            response.sdFromZero());
                }
            }
        }
    }

    private static void writeLayers(RunFolder folder, MultimodalResult result) throws IOException {
        List<String> header = new ArrayList<>(List.of(
                "hook point",
                "pooling",
                "units",
                "untested units",
                "pairs tested",
                "threshold (smallest AUC)",
                "pairs passing",
                "multimodal units",
                "confirmed units",
                "units reading letters",
                "pairs passing (Benjamini-Hochberg)",
                "pairs passing (AdaFilter)"));
        for (String control : List.of("words permuted", "all permuted")) {
            header.add("units (" + control + ", mean)");
            header.add("units (" + control + ", most)");
            header.add("p (" + control + ")");
            header.add("false discovery rate (" + control + ")");
        }
        header.addAll(List.of(
                "units (at the smallest AUC accepted)",
                "units (at the smallest AUC accepted, words permuted, mean)",
                "units (at the smallest AUC accepted, words permuted, most)",
                "pairs found on the first half",
                "of these confirmed on the second",
                "expected to be confirmed by chance"));
        try (RunTable table = folder.table("layers.csv", header)) {
            for (LayerResult layer : result.layers()) {
                table.row(
                        layer.capture().at().name(),
                        layer.capture().pooling().name().toLowerCase(Locale.ROOT),
                        layer.units(),
                        layer.untestedUnits(),
                        layer.pairs(),
                        layer.threshold(),
                        layer.passingPairs(),
                        layer.multimodalUnits(),
                        layer.confirmedUnits(),
                        layer.letterReadingUnits(),
                        layer.bhPairs(),
                        layer.adaptivePairs(),
                        layer.wordsPermuted().meanUnits(),
                        layer.wordsPermuted().maxUnits(),
                        layer.wordsPermuted().p(),
                        layer.wordsPermuted().falseDiscoveryRate(),
                        layer.allPermuted().meanUnits(),
                        layer.allPermuted().maxUnits(),
                        layer.allPermuted().p(),
                        layer.allPermuted().falseDiscoveryRate(),
                        layer.wordsPermutedAtMinimum().units(),
                        layer.wordsPermutedAtMinimum().meanUnits(),
                        layer.wordsPermutedAtMinimum().maxUnits(),
                        layer.splitHalf().found(),
                        layer.splitHalf().confirmed(),
                        layer.splitHalf().chance());
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
