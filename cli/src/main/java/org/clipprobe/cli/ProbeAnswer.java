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
import org.clipprobe.probe.HeldOut;
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
        List<RunRecord.ExampleFile> examples = Provenance.examples(collected);
        Map<String, JsonNode> facts = new LinkedHashMap<>();
        facts.put("multimodal_units", Answer.json().valueToTree(result.multimodalUnits()));
        facts.put("units", Answer.json().valueToTree(result.units()));
        facts.put("by_coincidence", Answer.json().valueToTree(result.unitsByChance()));
        facts.put("by_coincidence_at_most", Answer.json().valueToTree(result.unitsByChanceAtMost()));
        facts.put("confirmed_units", Answer.json().valueToTree((int) result.sum(LayerResult::confirmedUnits)));
        facts.put("examples", Answer.json().valueToTree(examples.size()));
        facts.put("layers", Answer.json().valueToTree(result.layers()));
        facts.put("held_out", Answer.json().valueToTree(result.heldOut()));
        facts.put("findings", Answer.json().valueToTree(result.findings()));
        List<String> all = new ArrayList<>(result.notes());
        all.addAll(notes);
        return new ProbeAnswer(lines(result), facts, examples, collected.set().skipped(), collected.stored(), all);
    }

    private static List<String> lines(MultimodalResult result) {
        List<String> lines = new ArrayList<>();
        int found = result.multimodalUnits();
        lines.add(String.format(
                "%,d of %,d units %s to a concept in every facet (%s).",
                found, result.units(), found == 1 ? "responds" : "respond", String.join(", ", result.facets())));
        if (found > 0) {
            lines.add(String.format(
                    "At most %d %% of the units listed are expected to be coincidence (%.1f of %d); of the pairs, %.1f of"
                            + " %d.",
                    Math.round(100 * result.options().fdr()),
                    result.unitsByChance(),
                    found,
                    result.sum(LayerResult::pairsByChance),
                    (int) result.sum(LayerResult::passingPairs)));
            lines.add(String.format(
                    "In 19 of 20 runs like this one at most %,d of the units would be coincidence.",
                    result.unitsByChanceAtMost()));
        }
        for (HeldOut held : result.heldOut()) {
            if (held.found() > 0) {
                lines.add(String.format(
                        "Found without %s: %d pairs, of which %d respond there too (%.1f by chance).",
                        held.facet(), held.found(), held.confirmed(), held.chance()));
            }
        }
        for (LayerResult layer : result.layers()) {
            lines.add(String.format(
                    "  %-16s %4d of %4d units, %4.1f by coincidence",
                    layer.capture().at().name(), layer.multimodalUnits(), layer.units(), layer.unitsByChance()));
        }
        for (Finding finding : result.findings().stream()
                .filter(pair -> !pair.readsLetters())
                .limit(LISTED)
                .toList()) {
            lines.add(String.format(
                    "  %-20s %-16s smallest effect %.1f sd, AUC %.3f%s",
                    finding.unit(),
                    finding.concept(),
                    finding.score(),
                    finding.auc(),
                    finding.redraws()
                            .map(n -> ", found in " + n + " of "
                                    + result.options().redraws() + " redraws")
                            .orElse("")));
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
