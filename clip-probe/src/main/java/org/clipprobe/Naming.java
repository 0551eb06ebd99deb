package org.clipprobe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.NamingResult;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.concept.formula.FormulaOptions;
import org.clipprobe.concept.formula.JudgedFormula;
import org.clipprobe.concept.formula.SourceJudge;
import org.clipprobe.concept.naming.NamedLayer;
import org.clipprobe.concept.naming.NamingOptions;
import org.clipprobe.concept.naming.UnitNaming;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.Simulation;
import org.clipprobe.concept.simulation.SimulationOptions;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;

/** Names units and says what is known of each: one walk over the layers, a block of units at a time. */
final class Naming {
    /** Units that are read together. */
    private static final int BLOCK = 64;

    private final SourceJudge judge;
    private final List<String> labels;

    private Naming(NamingGround ground, NamingOptions options) {
        this.judge = new SourceJudge(ground.input(), FormulaOptions.standard(), options);
        this.labels = ground.input().labels().map(known -> known.concepts()).orElse(List.of());
    }

    static NamingResult of(
            NamingGround ground, List<Unit> units, NameOptions asked, OptionalDouble logitScale, Progress progress) {
        NamingOptions standard = NamingOptions.standard();
        NamingOptions options = new NamingOptions(
                asked.method().similarity(ground.input(), logitScale),
                standard.top(),
                standard.share(),
                standard.smallestAuc(),
                standard.level(),
                standard.shuffled(),
                asked.seed());
        List<NamedLayer> named = UnitNaming.run(ground.input(), options, progress);
        SimulationOptions usual = SimulationOptions.standard();
        List<LayerSimulation> simulated = Simulation.run(
                ground.input(),
                new SimulationOptions(
                        options.similarity(),
                        usual.examples(),
                        usual.counterexamples(),
                        usual.controls(),
                        asked.seed()),
                progress);
        return new NamingResult(
                new NamingResult.Method(
                        options.similarity().key(),
                        options.top(),
                        options.share(),
                        options.smallestAuc(),
                        options.level(),
                        options.shuffled(),
                        options.seed()),
                ground.input().set().source(),
                ground.input().set().texts(),
                named,
                simulated,
                new Naming(ground, options).describe(ground.layers(), units, progress));
    }

    private List<NamingResult.Asked> describe(List<Activations> layers, List<Unit> units, Progress progress) {
        Map<String, List<Integer>> places = new TreeMap<>();
        for (int i = 0; i < units.size(); i++) {
            places.computeIfAbsent(units.get(i).hook(), none -> new ArrayList<>())
                    .add(i);
        }
        NamingResult.Asked[] described = new NamingResult.Asked[units.size()];
        try (Progress.Task task = progress.begin("describing units", units.size())) {
            for (Activations layer : layers) {
                List<Integer> here = places.getOrDefault(layer.capture().at().name(), List.of());
                for (int from = 0; from < here.size(); from += BLOCK) {
                    List<Integer> block = here.subList(from, Math.min(here.size(), from + BLOCK));
                    describe(layer, units, block, described);
                    task.advance(block.size());
                }
            }
        }
        return List.of(described);
    }

    private void describe(Activations layer, List<Unit> units, List<Integer> block, NamingResult.Asked[] described) {
        int examples = layer.examples();
        int first = block.stream().mapToInt(i -> units.get(i).index()).min().orElseThrow();
        int last = block.stream().mapToInt(i -> units.get(i).index()).max().orElseThrow();
        float[] columns = new float[Math.multiplyExact(last + 1 - first, examples)];
        layer.columns(first, last + 1, columns);
        IntStream.range(0, block.size()).parallel().forEach(i -> {
            Unit unit = units.get(block.get(i));
            int start = (unit.index() - first) * examples;
            float[] column = Arrays.copyOfRange(columns, start, start + examples);
            described[block.get(i)] = new NamingResult.Asked(
                    unit, judge.form(unit, column).map(this::form), judge.clusters(unit, column));
        });
    }

    private UnitDossier.LogicalForm form(JudgedFormula judged) {
        return new UnitDossier.LogicalForm(
                judged.chosen().formula().text(labels),
                judged.heldOut().shown(),
                judged.heldOut().auc(),
                judged.heldOut().p());
    }
}
