package org.clipprobe.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.concept.NamingResult;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.concept.cluster.StrongExamples;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.SimulationScore;
import org.clipprobe.report.UnitPages;

/** What naming found, in lines for people. */
final class NamingAnswer {
    private static final int LISTED = 20;

    private NamingAnswer() {}

    /** @param folder where the pages are */
    static List<String> lines(NamingResult result, Path folder) {
        List<String> lines = new ArrayList<>();
        List<UnitDossier> dossiers = result.dossiers();
        dossiers.stream().limit(LISTED).forEach(known -> describe(known, result.concepts(), lines));
        if (dossiers.size() > LISTED) {
            lines.add("… and " + (dossiers.size() - LISTED) + " more units, all in names.csv");
        }
        for (LayerSimulation layer : result.simulated()) {
            lines.add(String.format(
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
        if (dossiers.size() == 1) {
            lines.add("page: "
                    + folder.resolve(UnitPages.address(result.units().get(0).unit())));
        }
        return lines;
    }

    private static void describe(UnitDossier known, List<String> texts, List<String> lines) {
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
        lines.add(line.toString());
        lines.add("    names: "
                + String.join(
                        ", ",
                        named.names().best().stream()
                                .map(best -> String.format("%s %.3f", texts.get(best.concept()), best.score()))
                                .toList()));
        known.form()
                .ifPresent(form -> lines.add(
                        String.format("    form: %s, held-out AUC %.3f, p %.3f", form.text(), form.auc(), form.p())));
        known.clusters()
                .filter(StrongExamples::polysemantic)
                .ifPresent(clusters -> lines.add(String.format(
                        "    polysemantic: fires for unrelated things on held-out sources, p %.3f", clusters.p())));
    }
}
