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
                    "%s: names predict held-out activations with r %+.3f beyond random directions (95 %% interval"
                            + " %+.3f to %+.3f, mean over %d units; median r %.2f against %.2f)%s",
                    layer.capture().at().name(),
                    layer.excess().mean(),
                    layer.excess().low(),
                    layer.excess().high(),
                    layer.units().size(),
                    layer.median(SimulationScore::score),
                    layer.median(SimulationScore::random),
                    layer.excess().low() <= 0 ? ": no more than random directions" : ""));
        }
    }

    private void say(Answer answer, UnitAnswer known) {
        NamedUnit named = known.named().orElseThrow();
        StringBuilder line = new StringBuilder(String.format("%-20s ", named.unit()));
        line.append(named.name().map(texts::get).orElse("no good name"));
        line.append(String.format(
                "   AUC %.3f, MAD %.2f on %d held-out sources, q %.3f",
                named.quality().auc(),
                named.quality().mad(),
                named.quality().shown(),
                named.quality().q()));
        known.simulation()
                .ifPresent(score ->
                        line.append(String.format("; predicted r %+.2f beyond random directions", score.excess())));
        answer.line(line.toString());
        answer.line("    names: "
                + String.join(
                        ", ",
                        named.names().best().stream()
                                .map(best -> String.format("%s %.3f", texts.get(best.concept()), best.score()))
                                .toList()));
        known.form()
                .ifPresent(form -> answer.line(
                        String.format("    form: %s, held-out AUC %.3f, p %.3f", form.text(), form.auc(), form.p())));
        known.clusters()
                .filter(StrongExamples::polysemantic)
                .ifPresent(clusters -> answer.line(String.format(
                        "    polysemantic: fires for unrelated things on held-out sources, p %.3f", clusters.p())));
    }

    /** The answer for programs. */
    Map<String, Object> facts(RunFolder folder) {
        List<Map<String, Object>> layers = new ArrayList<>();
        for (LayerSimulation layer : names.simulated()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("hook_point", layer.capture().at().name());
            facts.put("simulation_excess", layer.excess());
            facts.put("revised_simulation_excess", layer.revisedExcess());
            facts.put("median_simulation_score", layer.median(SimulationScore::score));
            facts.put("of_random_directions", layer.median(SimulationScore::random));
            layers.add(facts);
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
