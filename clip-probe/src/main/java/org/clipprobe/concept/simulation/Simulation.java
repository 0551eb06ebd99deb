package org.clipprobe.concept.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.naming.Sources;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.internal.Columns;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.Shuffle;

/**
 * Explain, simulate, score (Bills et al., Language models can explain neurons in language models, OpenAI 2023), with CLIP
 * as the simulator: units are named on one half of the sources, their activations on the other half are predicted from
 * the name alone, and predicted and real ones are correlated. Counterexamples among the first half then revise the name,
 * and the held-out half scores it again.
 *
 * <p>Any direction of the embedding predicts something, and the best of many more. All of it is therefore done again with
 * random directions in the place of the concepts, and what counts is the excess over those.
 */
public final class Simulation {
    private final NamingInput input;
    private final SimulationOptions options;
    private final int[] shown;
    private final int[] known;
    private final int[] heldOut;

    private Simulation(NamingInput examples, SimulationOptions options) {
        Sources sources = Sources.of(examples, options.seed());
        Random random = new Random(options.seed());
        int first = sources.knownCount();
        this.input = sources.all(examples);
        this.options = options;
        this.shown = sources.examples();
        this.known = draw(0, first, (options.examples() + 1) / 2, random);
        this.heldOut = draw(first, first + sources.heldOutCount(), options.examples() / 2, random);
    }

    /**
     * Tests all units of all layers.
     *
     * @return one for each layer, in their order
     * @throws IllegalArgumentException when there are fewer than four sources
     */
    public static List<LayerSimulation> run(NamingInput input, SimulationOptions options, Progress progress) {
        Simulation simulation = new Simulation(input, options);
        if (simulation.known.length < 2 || simulation.heldOut.length < 2) {
            throw new IllegalArgumentException("simulation: expected 4 sources of pictures or more, found "
                    + (simulation.known.length + simulation.heldOut.length));
        }
        return simulation.layers(progress);
    }

    private static int[] draw(int from, int to, int most, Random random) {
        int[] order = Shuffle.order(to - from, random);
        return Arrays.stream(order, 0, Math.min(most, order.length))
                .map(i -> from + i)
                .sorted()
                .toArray();
    }

    private List<LayerSimulation> layers(Progress progress) {
        long units = input.layers().stream().mapToLong(Activations::units).sum();
        Random random = new Random(options.seed());
        try (Progress.Task task = progress.begin("testing names", units * (1 + options.controls()))) {
            List<Explainer.Explained[]> own = explained(input, progress, task);
            double[][][] scores = new double[options.controls()][own.size()][];
            double[][][] revised = new double[options.controls()][own.size()][];
            for (int control = 0; control < options.controls(); control++) {
                Embeddings directions = RandomDirections.of(input.concepts(), random);
                List<Explainer.Explained[]> chance = explained(input.withConcepts(directions), progress, task);
                for (int i = 0; i < own.size(); i++) {
                    Explainer.Explained[] some = chance.get(i);
                    scores[control][i] = Arrays.stream(some)
                            .mapToDouble(Explainer.Explained::score)
                            .toArray();
                    revised[control][i] = Arrays.stream(some)
                            .mapToDouble(Explainer.Explained::revisedScore)
                            .toArray();
                }
            }
            return IntStream.range(0, own.size())
                    .mapToObj(i -> layer(i, own.get(i), scores, revised))
                    .toList();
        }
    }

    private List<Explainer.Explained[]> explained(NamingInput some, Progress progress, Progress.Task task) {
        Explainer explainer = new Explainer(some, known, heldOut, options, progress);
        List<Explainer.Explained[]> explained = new ArrayList<>();
        for (int i = 0; i < input.layers().size(); i++) {
            Activations layer = input.layers().get(i);
            Explainer.Explained[] units = new Explainer.Explained[layer.units()];
            int index = i;
            Columns.forEach(layer, 0, layer.units(), (unit, columns, offset) -> {
                float[] column = Arrays.copyOfRange(columns, offset, offset + layer.examples());
                units[unit] = explainer.explain(index, unit, column);
                task.advance(1);
            });
            explained.add(units);
        }
        return explained;
    }

    private LayerSimulation layer(int index, Explainer.Explained[] own, double[][][] scores, double[][][] revised) {
        Activations layer = input.layers().get(index);
        List<SimulationScore> units = new ArrayList<>();
        for (int u = 0; u < own.length; u++) {
            units.add(new SimulationScore(
                    new Unit(layer.capture().at().name(), u),
                    own[u].name(),
                    own[u].score(),
                    mean(scores, index, u),
                    examples(own[u].silent()),
                    examples(own[u].unfit()),
                    own[u].revised(),
                    own[u].revisedScore(),
                    mean(revised, index, u)));
        }
        return new LayerSimulation(
                layer.capture(),
                known.length,
                heldOut.length,
                units,
                excess(units.stream().mapToDouble(SimulationScore::score).toArray(), scores, index),
                excess(units.stream().mapToDouble(SimulationScore::revisedScore).toArray(), revised, index));
    }

    private static Excess excess(double[] own, double[][][] controls, int layer) {
        return Excess.of(
                mean(own),
                Arrays.stream(controls)
                        .mapToDouble(layers -> mean(layers[layer]))
                        .toArray());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double mean(double[][][] controls, int layer, int unit) {
        return Arrays.stream(controls)
                .mapToDouble(layers -> layers[layer][unit])
                .average()
                .orElse(Double.NaN);
    }

    private List<Integer> examples(int[] sources) {
        return Arrays.stream(sources).map(source -> shown[source]).boxed().toList();
    }
}
