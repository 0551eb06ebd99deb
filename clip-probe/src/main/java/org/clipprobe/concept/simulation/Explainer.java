package org.clipprobe.concept.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.similarity.ExampleRows;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.NearestConcepts;
import org.clipprobe.concept.similarity.ScoredConcept;
import org.clipprobe.concept.similarity.Strongest;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.Correlation;

/** Names units on the known sources, revises the names with counterexamples among them, and scores both on the others. */
final class Explainer {
    /** Concepts tried for each kind of counterexample. */
    private static final int TRIED = 3;

    private final int counterexamples;
    private final int[] known;
    private final int[] heldOut;
    private final Simulator simulator;
    private final NearestConcepts nearest;
    private final List<List<UnitNames>> names;

    /**
     * An explanation with what it predicts.
     *
     * @param score of the name on the held-out sources
     * @param silent known sources that fit the name and do not drive the unit
     * @param unfit known sources that drive the unit and do not fit the name
     * @param revisedScore of the revised name on the held-out sources
     */
    record Explained(
            Explanation name, double score, int[] silent, int[] unfit, Explanation revised, double revisedScore) {}

    /**
     * Names all units.
     *
     * @param input sources in the place of examples
     * @param known indices of the sources that choose, ascending
     * @param heldOut indices of those that judge
     */
    Explainer(NamingInput input, int[] known, int[] heldOut, SimulationOptions options, Progress progress) {
        this.counterexamples = options.counterexamples();
        this.known = known;
        this.heldOut = heldOut;
        this.simulator = new Simulator(input.examples(), input.concepts(), known);
        this.nearest = new NearestConcepts(input.examples().rows(known), input.concepts());
        this.names = Naming.name(
                input.layers().stream()
                        .map(layer -> new ExampleRows(layer, known))
                        .toList(),
                input.evidence(options.similarity()).rows(known),
                options.similarity(),
                1,
                progress);
    }

    /** Explains a unit by its activations for all sources. */
    Explained explain(int layer, int unit, float[] activations) {
        List<ScoredConcept> best = names.get(layer).get(unit).best();
        Explanation explanation =
                Explanation.of(best.isEmpty() ? 0 : best.get(0).concept());
        double[] predicted = simulator.predict(explanation, activations);
        int[] silent = clearest(predicted, activations, 1);
        int[] unfit = clearest(predicted, activations, -1);
        Explanation revised = revise(explanation, activations, silent, unfit);
        double score = Correlation.of(predicted, activations, heldOut);
        double again = revised.equals(explanation)
                ? score
                : Correlation.of(simulator.predict(revised, activations), activations, heldOut);
        return new Explained(explanation, score, silent, unfit, revised, again);
    }

    /** Known sources where sign × (predicted − real) is largest and positive. */
    private int[] clearest(double[] predicted, float[] activations, int sign) {
        float[] error = new float[known.length];
        for (int i = 0; i < known.length; i++) {
            error[i] = (float) (sign * (predicted[known[i]] - activations[known[i]]));
        }
        return Arrays.stream(Strongest.of(error, 0, error.length, counterexamples))
                .filter(i -> error[i] > 0)
                .map(i -> known[i])
                .toArray();
    }

    /** The explanation that predicts the known sources best, out of this one and those that counterexamples suggest. */
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
}
