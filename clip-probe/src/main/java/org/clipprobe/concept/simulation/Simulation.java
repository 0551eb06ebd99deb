package org.clipprobe.concept.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.similarity.Columns;
import org.clipprobe.concept.similarity.ExampleRows;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.ScoredConcept;
import org.clipprobe.concept.similarity.Shuffling;
import org.clipprobe.concept.similarity.Strongest;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.Correlation;

/**
 * Explain, simulate, score (Bills et al., Language models can explain neurons in language models, OpenAI 2023), with CLIP
 * as the simulator: units are named on one half of the examples, their activations on the other half are predicted from
 * the name alone, and predicted and real ones are correlated. Counterexamples among the first half then revise the name,
 * and the held-out half scores it again.
 */
public final class Simulation {
    /** Concepts tried for each kind of counterexample. */
    private static final int TRIED = 3;

    private final SimulationOptions options;
    private final int[] known;
    private final int[] heldOut;
    private final Simulator simulator;
    private final NearestConcepts nearest;

    private Simulation(NamingInput input, SimulationOptions options) {
        int[] drawn = draw(input.examples().rows(), options);
        int half = (drawn.length + 1) / 2;
        this.options = options;
        this.known = sorted(drawn, 0, half);
        this.heldOut = sorted(drawn, half, drawn.length);
        this.simulator = new Simulator(input.examples(), input.concepts(), known);
        this.nearest = new NearestConcepts(input.examples().rows(known), input.concepts());
    }

    /**
     * Tests all units of all layers.
     *
     * @return one for each layer, in their order
     * @throws IllegalArgumentException when there are fewer than four examples
     */
    public static List<LayerSimulation> run(NamingInput input, SimulationOptions options, Progress progress) {
        if (input.examples().rows() < 4) {
            throw new IllegalArgumentException("simulation: expected 4 examples or more, found "
                    + input.examples().rows());
        }
        return new Simulation(input, options).layers(input, progress);
    }

    private List<LayerSimulation> layers(NamingInput input, Progress progress) {
        List<Activations> halves = input.layers().stream()
                .map(layer -> (Activations) new ExampleRows(layer, known))
                .toList();
        List<List<UnitNames>> names = Naming.name(
                halves, input.evidence(options.similarity()).rows(known), options.similarity(), 1, progress);
        List<LayerSimulation> layers = new ArrayList<>();
        long units = input.layers().stream().mapToLong(Activations::units).sum();
        try (Progress.Task task = progress.begin("testing names", units)) {
            for (int i = 0; i < names.size(); i++) {
                Activations layer = input.layers().get(i);
                SimulationScore[] scores = new SimulationScore[layer.units()];
                List<UnitNames> named = names.get(i);
                Columns.forEach(layer, 0, layer.units(), (unit, columns, offset) -> {
                    float[] column = Arrays.copyOfRange(columns, offset, offset + layer.examples());
                    int other = name(named, (unit + 1) % named.size());
                    scores[unit] = score(named.get(unit).unit(), column, name(named, unit), other);
                    task.advance(1);
                });
                layers.add(new LayerSimulation(layer.capture(), known.length, heldOut.length, List.of(scores)));
            }
        }
        return layers;
    }

    private static int name(List<UnitNames> named, int unit) {
        List<ScoredConcept> best = named.get(unit).best();
        return best.isEmpty() ? 0 : best.get(0).concept();
    }

    private SimulationScore score(Unit unit, float[] activations, int name, int other) {
        Explanation explanation = Explanation.of(name);
        double[] predicted = simulator.predict(explanation, activations);
        double[] chance = simulator.predict(Explanation.of(other), activations);
        int[] silent = clearest(predicted, activations, 1);
        int[] unfit = clearest(predicted, activations, -1);
        Explanation revised = revise(explanation, activations, silent, unfit);
        double[] again = simulator.predict(revised, activations);
        return new SimulationScore(
                unit,
                explanation,
                Correlation.of(predicted, activations, heldOut),
                Correlation.of(chance, activations, heldOut),
                Arrays.stream(silent).boxed().toList(),
                Arrays.stream(unfit).boxed().toList(),
                revised,
                Correlation.of(again, activations, heldOut));
    }

    /** Known examples where sign × (predicted − real) is largest and positive. */
    private int[] clearest(double[] predicted, float[] activations, int sign) {
        float[] error = new float[known.length];
        for (int i = 0; i < known.length; i++) {
            error[i] = (float) (sign * (predicted[known[i]] - activations[known[i]]));
        }
        return Arrays.stream(Strongest.of(error, 0, error.length, options.counterexamples()))
                .filter(i -> error[i] > 0)
                .map(i -> known[i])
                .toArray();
    }

    /** The explanation that predicts the known examples best, out of this one and those that counterexamples suggest. */
    private Explanation revise(Explanation explanation, float[] activations, int[] silent, int[] unfit) {
        List<Explanation> tried = new ArrayList<>(List.of(explanation));
        for (int concept : suggested(unfit)) {
            tried.add(explanation.or(concept));
        }
        Explanation wider = best(tried, activations);
        List<Explanation> narrowed = new ArrayList<>(List.of(wider));
        for (int concept : suggested(silent)) {
            if (!wider.any().contains(concept)) {
                narrowed.add(wider.butNot(concept));
            }
        }
        return best(narrowed, activations);
    }

    private Explanation best(List<Explanation> tried, float[] activations) {
        return tried.stream()
                .max(Comparator.comparingDouble(
                        explanation -> Correlation.of(simulator.predict(explanation, activations), activations, known)))
                .orElseThrow();
    }

    private int[] suggested(int[] examples) {
        if (examples.length == 0) {
            return new int[0];
        }
        int[] places = Arrays.stream(examples)
                .map(example -> Arrays.binarySearch(known, example))
                .toArray();
        return nearest.of(places, TRIED).stream()
                .mapToInt(ScoredConcept::concept)
                .toArray();
    }

    private static int[] draw(int examples, SimulationOptions options) {
        int[] order = Shuffling.order(examples, new Random(options.seed()));
        return Arrays.copyOf(order, Math.min(examples, options.examples()));
    }

    private static int[] sorted(int[] drawn, int from, int to) {
        int[] part = Arrays.copyOfRange(drawn, from, to);
        Arrays.sort(part);
        return part;
    }
}
