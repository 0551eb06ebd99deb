package org.clipprobe.concept.similarity.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.formula.FormulaOptions;
import org.clipprobe.concept.formula.SourceJudge;
import org.clipprobe.concept.naming.NamedLayer;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.naming.NamingOptions;
import org.clipprobe.concept.naming.SampleStudy;
import org.clipprobe.concept.naming.UnitNaming;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.similarity.LabelAuc;
import org.clipprobe.concept.similarity.Similarity;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.concept.simulation.Excess;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.Simulation;
import org.clipprobe.concept.simulation.SimulationOptions;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.RandomTower;
import org.clipprobe.statistic.Shuffle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where there is nothing, there is next to nothing to report: a tower with random weights, and units whose sources were
 * shuffled. docs/naming.md has the figures over more seeds.
 */
class NothingThereTest {
    private static final int WORDS = 4;

    @TempDir
    static Path folder;

    private static NamingInput input(SampleStudy study, List<Activations> layers) {
        return new NamingInput(
                layers, study.pictures(), study.texts(), ConceptSet.of(study.labels()), Optional.of(study.labels()));
    }

    private static long good(NamingInput input, Similarity similarity) {
        NamingOptions standard = NamingOptions.standard();
        NamingOptions options = new NamingOptions(
                similarity,
                standard.top(),
                standard.share(),
                standard.smallestAuc(),
                standard.level(),
                standard.shuffled(),
                standard.seed());
        return UnitNaming.run(input, options, Progress.none()).stream()
                .mapToLong(NamedLayer::good)
                .sum();
    }

    @Test
    void aTowerWithRandomWeightsHasNextToNoNames() throws IOException {
        Path model = RandomTower.write(folder.resolve("random"), 1);
        SampleStudy study = SampleStudy.of(model, "vision.3.mlp", WORDS, folder.resolve("look"));
        NamingInput input = input(study, study.layers());
        SoftWpmi byPictures = SoftWpmi.of(input.labels(), OptionalDouble.of(study.logitScale()));
        double most = 0.05 * input.layers().get(0).units();
        long pictures = good(input, byPictures);
        long labels = good(input, new LabelAuc());
        long several = polysemantic(input);
        assertTrue(pictures <= most, "good names by softwpmi: " + pictures);
        assertTrue(labels <= most, "good names by labels: " + labels);
        assertTrue(several <= most, "polysemantic: " + several);
        LayerSimulation simulated = Simulation.run(
                        input, new SimulationOptions(byPictures, 8_192, 10, 9, 1), Progress.none())
                .get(0);
        assertTrue(contains(simulated.excess()), simulated.excess().toString());
        assertTrue(
                contains(simulated.revisedExcess()), simulated.revisedExcess().toString());
    }

    private static boolean contains(Excess excess) {
        return excess.low() <= 0 && excess.high() >= 0;
    }

    private static long polysemantic(NamingInput input) {
        SourceJudge judge = new SourceJudge(input, FormulaOptions.standard(), NamingOptions.standard());
        return count(
                input.layers().get(0),
                (unit, column) -> judge.clusters(unit, column).polysemantic());
    }

    private static long count(Activations layer, BiPredicate<Unit, float[]> claim) {
        boolean[] claimed = new boolean[layer.units()];
        Columns.forEach(layer, 0, layer.units(), (unit, columns, offset) -> {
            float[] column = Arrays.copyOfRange(columns, offset, offset + layer.examples());
            claimed[unit] = claim.test(new Unit(layer.capture().at().name(), unit), column);
        });
        return IntStream.range(0, claimed.length).filter(unit -> claimed[unit]).count();
    }

    @Test
    void shuffledSourcesHaveNoNamesAndOrdinaryForms() throws IOException {
        SampleStudy study = SampleStudy.of("vision.3.mlp", WORDS, folder.resolve("trained"));
        int named = 0;
        long low = 0;
        int seeds = 2;
        for (int seed = 0; seed < seeds; seed++) {
            Activations shuffled = shuffled(study.layers().get(0), study.labels(), seed);
            NamingInput input = input(study, List.of(shuffled));
            named += good(input, new LabelAuc()) > 0 ? 1 : 0;
            named += good(input, SoftWpmi.of(input.labels(), OptionalDouble.of(study.logitScale()))) > 0 ? 1 : 0;
            low += lowForms(input);
        }
        // Four runs at 5 %: more than one with a name has a probability of 1.4 %.
        assertTrue(named <= 1, "runs with a good name: " + named);
        double share = low / (seeds * 512.0);
        // Binomial over 1,024 units: 0.05 + 0.0204 is three standard deviations.
        assertTrue(share <= 0.0704, "forms with p of 0.05 or less: " + share);
    }

    private static long lowForms(NamingInput input) {
        SourceJudge judge = new SourceJudge(input, FormulaOptions.standard(), NamingOptions.standard());
        return count(
                input.layers().get(0),
                (unit, column) -> judge.form(unit, column)
                        .filter(form -> form.heldOut().p() <= 0.05)
                        .isPresent());
    }

    /** Every unit's sources exchanged within facet and style, with their variants. */
    private static Activations shuffled(Activations layer, Labels labels, int seed) {
        Map<Integer, List<Integer>> variants = new HashMap<>();
        for (int e = 0; e < labels.examples(); e++) {
            variants.computeIfAbsent(labels.source()[e], none -> new ArrayList<>())
                    .add(e);
        }
        Map<String, List<List<Integer>>> styles = new HashMap<>();
        variants.forEach((source, examples) -> {
            String name = labels.sources().get(source);
            String style = name.startsWith("word:") ? "word" : name.substring(name.indexOf('/'));
            styles.computeIfAbsent(style, none -> new ArrayList<>()).add(examples);
        });
        int examples = layer.examples();
        int units = layer.units();
        float[] columns = new float[examples * units];
        layer.columns(0, units, columns);
        float[] values = new float[columns.length];
        Random random = new Random(seed);
        for (int unit = 0; unit < units; unit++) {
            for (List<List<Integer>> style : styles.values()) {
                int[] order = Shuffle.order(style.size(), random);
                for (int s = 0; s < order.length; s++) {
                    for (int v = 0; v < style.get(s).size(); v++) {
                        int from = style.get(order[s]).get(v);
                        values[style.get(s).get(v) * units + unit] = columns[unit * examples + from];
                    }
                }
            }
        }
        return Activations.of(layer.capture(), examples, values);
    }
}
