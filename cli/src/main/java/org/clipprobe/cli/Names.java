package org.clipprobe.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.clipprobe.concept.cluster.StrongExamples;
import org.clipprobe.concept.formula.FormulaOptions;
import org.clipprobe.concept.formula.JudgedFormula;
import org.clipprobe.concept.formula.SourceJudge;
import org.clipprobe.concept.naming.NamedLayer;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.naming.NamingOptions;
import org.clipprobe.concept.naming.UnitNaming;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.Simulation;
import org.clipprobe.concept.simulation.SimulationOptions;
import org.clipprobe.concept.simulation.SimulationScore;
import org.clipprobe.model.Unit;
import org.clipprobe.report.UnitAnswer;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/** Everything that is known of the units of some layers. */
final class Names {
    /** Answers held: those that the report shows, which its pages show again. */
    private static final int KEPT = 1_000;

    private final Study study;
    private final List<NamedLayer> named;
    private final List<LayerSimulation> simulated;
    private final SourceJudge judge;
    private final List<String> labels;
    private final Map<Unit, UnitAnswer> kept = new ConcurrentHashMap<>();
    private final Map<Unit, Brief> brief = new ConcurrentHashMap<>();

    /** What the table says of a unit beside its name; little, since there may be tens of thousands. */
    private record Brief(Optional<UnitAnswer.LogicalForm> form, boolean polysemantic, double meanings, int clusters) {
        static Brief of(UnitAnswer answer) {
            return new Brief(
                    answer.form(),
                    answer.clusters().map(StrongExamples::polysemantic).orElse(false),
                    answer.clusters().map(StrongExamples::p).orElse(1.0),
                    answer.clusters().map(strong -> strong.clusters().size()).orElse(0));
        }
    }

    private Names(Study study, NamingOptions options, long seed, Progress progress) {
        this.study = study;
        this.named = UnitNaming.run(study.input(), options, progress);
        SimulationOptions standard = SimulationOptions.standard();
        this.simulated = Simulation.run(
                study.input(),
                new SimulationOptions(
                        options.similarity(),
                        standard.examples(),
                        standard.counterexamples(),
                        standard.controls(),
                        seed),
                progress);
        this.judge = new SourceJudge(study.input(), FormulaOptions.standard(), options);
        this.labels = study.input().labels().map(known -> known.concepts()).orElse(List.of());
    }

    static Names of(Study study, NamingOptions options, long seed, Progress progress) {
        return new Names(study, options, seed, progress);
    }

    /** Everything that is known of a unit with these activations; asked from several threads. */
    UnitAnswer answer(Unit unit, float[] activations) {
        UnitAnswer known = kept.get(unit);
        if (known != null) {
            return known;
        }
        UnitAnswer answer = find(unit, activations);
        brief.put(unit, Brief.of(answer));
        if (kept.size() < KEPT) {
            kept.put(unit, answer);
        }
        return answer;
    }

    /** What the report shows of one of the first units, once it is written. */
    UnitAnswer shown(Unit unit) {
        return kept.get(unit);
    }

    private UnitAnswer find(Unit unit, float[] activations) {
        int layer = layer(unit);
        return new UnitAnswer(
                Optional.of(named.get(layer).units().get(unit.index())),
                judge.form(unit, activations).map(this::form),
                Optional.of(simulated.get(layer).units().get(unit.index())),
                Optional.of(judge.clusters(unit, activations)));
    }

    private UnitAnswer.LogicalForm form(JudgedFormula judged) {
        return new UnitAnswer.LogicalForm(
                judged.chosen().formula().text(labels),
                judged.heldOut().shown(),
                judged.heldOut().auc(),
                judged.heldOut().p());
    }

    private int layer(Unit unit) {
        return IntStream.range(0, study.layers().size())
                .filter(i -> study.layers().get(i).capture().at().name().equals(unit.hook()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unit + ": its hook point was not looked at"));
    }

    /** {@code names.csv}, one row per unit, and {@code simulation.csv}. */
    void write(RunFolder folder, List<Unit> units) throws IOException {
        writeScores(folder);
        List<String> header = List.copyOf(facts(units.get(0)).keySet());
        try (RunTable table = folder.table("names.csv", header)) {
            for (Unit unit : units) {
                table.row(facts(unit).values().toArray());
            }
        }
    }

    /** How well the names of each layer's units predict their activations. */
    List<LayerSimulation> simulated() {
        return simulated;
    }

    /** {@code simulation.csv}: the scores of every unit of the layers, asked for or not. */
    private void writeScores(RunFolder folder) throws IOException {
        List<String> header = List.of(
                "unit",
                "simulation excess (Pearson r beyond random directions)",
                "revised simulation excess",
                "simulation score (Pearson r)",
                "simulation score of random directions",
                "revised simulation score",
                "revised simulation score of random directions");
        try (RunTable table = folder.table("simulation.csv", header)) {
            for (LayerSimulation layer : simulated) {
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

    /** What the table and the JSON answer say of a unit, once its page is written. */
    Map<String, Object> facts(Unit unit) {
        int layer = layer(unit);
        NamedUnit found = named.get(layer).units().get(unit.index());
        SimulationScore score = simulated.get(layer).units().get(unit.index());
        List<String> texts = study.input().set().texts();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("unit", unit.toString());
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
        Brief known = brief.get(unit);
        facts.put("logical form", known.form().map(UnitAnswer.LogicalForm::text).orElse(""));
        facts.put(
                "held-out AUC of the form",
                known.form().map(UnitAnswer.LogicalForm::auc).orElse(Double.NaN));
        facts.put("p of the form", known.form().map(UnitAnswer.LogicalForm::p).orElse(Double.NaN));
        facts.put("polysemantic", known.polysemantic());
        facts.put("p of two meanings", known.meanings());
        facts.put("clusters of strong examples", known.clusters());
        return facts;
    }
}
