package org.clipprobe.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.probe.FacetResponse;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.LayerResult;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.probe.SpellingControl;

/** The tables of a probe: {@code units.csv}, {@code responses.csv} and {@code layers.csv}. */
public final class ProbeTables {
    private ProbeTables() {}

    /** Writes all three into a run folder. */
    public static void write(RunFolder folder, MultimodalResult result) throws IOException {
        writeUnits(folder, result);
        writeResponses(folder, result);
        writeLayers(folder, result);
    }

    private static void writeUnits(RunFolder folder, MultimodalResult result) throws IOException {
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
                "AUC of word over near spellings",
                "AUC of near spellings over other words",
                "reads letters");
        try (RunTable table = folder.table("units.csv", header)) {
            for (Finding finding : result.findings()) {
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
                "pairs found on one half", "of these confirmed on the other", "expected to be confirmed by chance"));
        try (RunTable table = folder.table("layers.csv", header)) {
            for (LayerResult layer : result.layers()) {
                table.row(
                        layer.capture().at().name(),
                        layer.capture().pooling(),
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
                        layer.splitHalf().found(),
                        layer.splitHalf().confirmed(),
                        layer.splitHalf().chance());
            }
        }
    }
}
