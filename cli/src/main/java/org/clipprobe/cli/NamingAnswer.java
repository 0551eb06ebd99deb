package org.clipprobe.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipprobe.concept.cluster.StrongExamples;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.SimulationScore;
import org.clipprobe.model.Unit;
import org.clipprobe.report.ProbeReport;
import org.clipprobe.report.UnitAnswer;
import org.clipprobe.run.RunFolder;

/**
 * What naming answers.
 *
 * @param names everything that is known of the units
 * @param units those that were asked for
 * @param source of the concept set
 * @param texts of the concept set
 */
record NamingAnswer(Names names, List<Unit> units, String source, List<String> texts) {
    private static final int LISTED = 20;

    /** Says it in lines. */
    void say(Answer answer) {
        units.stream().limit(LISTED).forEach(unit -> say(answer, names.shown(unit)));
        if (units.size() > LISTED) {
            answer.line("… and " + (units.size() - LISTED) + " more units, all in names.csv");
        }
        for (LayerSimulation layer : names.simulated()) {
            answer.line(String.format(
                    "%s: names predict held-out activations with r %.2f (median over %d units); another unit's name"
                            + " with %.2f",
                    layer.capture().at().name(),
                    layer.median(SimulationScore::score),
                    layer.units().size(),
                    layer.median(SimulationScore::chance)));
        }
    }

    private void say(Answer answer, UnitAnswer known) {
        NamedUnit named = known.named().orElseThrow();
        StringBuilder line = new StringBuilder(String.format("%-20s ", named.unit()));
        line.append(named.name().map(texts::get).orElse("no good name"));
        line.append(String.format(
                "   AUC %.3f, MAD %.2f, %d pictures",
                named.quality().auc(), named.quality().mad(), named.quality().shown()));
        known.simulation().ifPresent(score -> line.append(String.format("; simulated %.2f", score.score())));
        answer.line(line.toString());
        answer.line("    names: "
                + String.join(
                        ", ",
                        named.names().best().stream()
                                .map(best -> String.format("%s %.3f", texts.get(best.concept()), best.score()))
                                .toList()));
        known.form().ifPresent(form -> answer.line(String.format("    form: %s, AUC %.3f", form.text(), form.auc())));
        known.clusters()
                .filter(StrongExamples::polysemantic)
                .ifPresent(clusters -> answer.line("    answers to unrelated things: "
                        + clusters.clusters().size() + " clusters"));
    }

    /** The answer for programs. */
    Map<String, Object> facts(RunFolder folder) {
        List<Map<String, Object>> layers = new ArrayList<>();
        for (LayerSimulation layer : names.simulated()) {
            layers.add(Map.of(
                    "hook_point",
                    layer.capture().at().name(),
                    "median_simulation_score",
                    layer.median(SimulationScore::score),
                    "of_another_name",
                    layer.median(SimulationScore::chance)));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("folder", folder.target().toString());
        all.put("report", folder.target().resolve(ProbeReport.PAGE).toString());
        all.put("concept_set", source);
        all.put("units", units.stream().map(names::facts).toList());
        all.put("layers", layers);
        return all;
    }
}
