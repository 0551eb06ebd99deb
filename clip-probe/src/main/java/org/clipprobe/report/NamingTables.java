package org.clipprobe.report;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.concept.NamingResult;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.concept.cluster.StrongExamples;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.SimulationScore;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/** The tables of naming: {@code names.csv}, one row for each unit that was asked for, and {@code simulation.csv}. */
public final class NamingTables {
    private NamingTables() {}

    /** Writes them into a run folder. */
    public static void write(RunFolder folder, NamingResult result) throws IOException {
        writeScores(folder, result);
        List<Map<String, Object>> rows = result.dossiers().stream()
                .map(dossier -> facts(dossier, result.concepts()))
                .toList();
        try (RunTable table = folder.table("names.csv", List.copyOf(rows.get(0).keySet()))) {
            for (Map<String, Object> row : rows) {
                table.row(row.values().toArray());
            }
        }
    }

    /** {@code simulation.csv}: the scores of every unit of the layers, asked for or not. */
    private static void writeScores(RunFolder folder, NamingResult result) throws IOException {
        List<String> header = List.of(
                "unit",
                "simulation excess (Pearson r beyond random directions)",
                "revised simulation excess",
                "simulation score (Pearson r)",
                "simulation score of random directions",
                "revised simulation score",
                "revised simulation score of random directions");
        try (RunTable table = folder.table("simulation.csv", header)) {
            for (LayerSimulation layer : result.simulated()) {
                for (SimulationScore score : layer.units()) {
                    table.row(
                            score.unit(),
                            score.excess(),
                            score.revisedExcess(),
                            score.score(),
                            score.random(),
                            score.revisedScore(),
                            score.revisedRandom());
                }
            }
        }
    }

    private static Map<String, Object> facts(UnitDossier dossier, List<String> texts) {
        NamedUnit found = dossier.named().orElseThrow();
        SimulationScore score = dossier.simulation().orElseThrow();
        Optional<UnitDossier.LogicalForm> form = dossier.form();
        Optional<StrongExamples> strong = dossier.clusters();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("unit", found.unit().toString());
        facts.put("name", found.name().map(texts::get).orElse(""));
        facts.put("good name", found.good());
        facts.put("best", texts.get(found.names().best().get(0).concept()));
        facts.put("score", found.names().best().get(0).score());
        facts.put("margin to the next", found.names().margin());
        facts.put(
                "next",
                String.join(
                        "; ",
                        found.names().best().stream()
                                .skip(1)
                                .map(next -> texts.get(next.concept()))
                                .toList()));
        facts.put("held-out AUC against controls", found.quality().auc());
        facts.put("held-out MAD (sd of controls)", found.quality().mad());
        facts.put("held-out sources of the name", found.quality().shown());
        facts.put("held-out controls", found.quality().controls());
        facts.put("p (shuffled sources)", found.quality().p());
        facts.put("q (Benjamini-Hochberg)", found.quality().q());
        facts.put("simulation excess (Pearson r beyond random directions)", score.excess());
        facts.put("simulation score (Pearson r)", score.score());
        facts.put("revised name", score.revised().text(texts));
        facts.put("revised simulation excess", score.revisedExcess());
        facts.put("logical form", form.map(UnitDossier.LogicalForm::text).orElse(""));
        facts.put(
                "held-out AUC of the form",
                form.map(UnitDossier.LogicalForm::auc).orElse(Double.NaN));
        facts.put("p of the form", form.map(UnitDossier.LogicalForm::p).orElse(Double.NaN));
        facts.put("polysemantic", strong.map(StrongExamples::polysemantic).orElse(false));
        facts.put("p of two meanings", strong.map(StrongExamples::p).orElse(1.0));
        facts.put(
                "clusters of strong examples",
                strong.map(all -> all.clusters().size()).orElse(0));
        return facts;
    }
}
