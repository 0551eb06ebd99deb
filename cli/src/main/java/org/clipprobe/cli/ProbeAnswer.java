package org.clipprobe.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.StoredCapture;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.LayerResult;
import org.clipprobe.probe.MultimodalResult;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;

/**
 * What a probe answers, and what its provenance needs to be written once more.
 *
 * @param lines for people
 * @param facts for programs, by name
 * @param examples every example that was used
 * @param skipped every file that was not
 * @param stored where the activations are kept
 * @param notes what was assumed of the model
 */
record ProbeAnswer(
        List<String> lines,
        Map<String, JsonNode> facts,
        List<RunRecord.ExampleFile> examples,
        List<Skipped> skipped,
        List<StoredCapture> stored,
        List<String> notes) {
    private static final int LISTED = 10;

    static ProbeAnswer of(MultimodalResult result, Collected collected, List<String> notes) {
        int units =
                result.layers().stream().mapToInt(LayerResult::multimodalUnits).sum();
        int confirmed =
                result.layers().stream().mapToInt(LayerResult::confirmedUnits).sum();
        List<RunRecord.ExampleFile> examples = Provenance.examples(collected);
        Map<String, JsonNode> facts = new LinkedHashMap<>();
        facts.put("multimodal_units", Answer.json().valueToTree(units));
        facts.put("confirmed_units", Answer.json().valueToTree(confirmed));
        facts.put("examples", Answer.json().valueToTree(examples.size()));
        facts.put("layers", Answer.json().valueToTree(result.layers()));
        facts.put("findings", Answer.json().valueToTree(result.findings()));
        return new ProbeAnswer(
                lines(result, units, confirmed),
                facts,
                examples,
                collected.set().skipped(),
                collected.stored(),
                notes);
    }

    private static List<String> lines(MultimodalResult result, int units, int confirmed) {
        List<String> lines = new ArrayList<>();
        lines.add(units + (units == 1 ? " unit responds" : " units respond") + " to a concept in every facet ("
                + String.join(", ", result.facets()) + ") at a false discovery rate of "
                + Math.round(100 * result.options().fdr()) + " %; " + confirmed + " confirmed on held-out halves.");
        for (LayerResult layer : result.layers()) {
            lines.add(String.format(
                    "  %-16s %4d of %4d units, %4.1f with the words permuted",
                    layer.capture().at().name(), layer.multimodalUnits(), layer.units(), layer.unitsByChance()));
        }
        for (Finding finding : result.findings().stream()
                .filter(found -> !found.readsLetters())
                .limit(LISTED)
                .toList()) {
            lines.add(String.format(
                    "  %-20s %-16s smallest AUC %.3f, p %.1e",
                    finding.unit(), finding.concept(), finding.score(), finding.p()));
        }
        return lines;
    }

    static ProbeAnswer read(byte[] json) throws IOException {
        return Answer.json().readValue(json, ProbeAnswer.class);
    }

    void write(OutputStream out) throws IOException {
        out.write(Answer.json().writeValueAsBytes(this));
    }

    /**
     * Says it.
     *
     * @param computed how many examples went through the tower for it
     */
    void say(Answer answer, RunFolder folder, int computed) throws JsonProcessingException {
        lines.forEach(answer::line);
        answer.warn(notes, skipped);
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put("folder", folder.target().toString());
        all.put("report", folder.target().resolve(ProbeReport.PAGE).toString());
        all.put("computed", computed);
        all.put("skipped", skipped);
        answer.finish(all, "report: " + folder.target().resolve(ProbeReport.PAGE));
    }
}
