package org.clipprobe.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.concept.naming.NamedLayer;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.naming.NamingOptions;
import org.clipprobe.concept.naming.UnitNaming;
import org.clipprobe.concept.similarity.LabelAuc;
import org.clipprobe.concept.similarity.Similarity;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.concept.simulation.Excess;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.Simulation;
import org.clipprobe.concept.simulation.SimulationOptions;
import org.clipprobe.probe.MultimodalOptions;
import org.clipprobe.probe.MultimodalProbe;
import org.clipprobe.probe.ProbeException;
import org.clipprobe.run.Progress;

/**
 * What is claimed where there is nothing to claim (Adebayo et al., Sanity Checks for Saliency Maps, NeurIPS 2018): towers
 * with random weights, and a model whose answers to whole sources were exchanged. The multimodal test at 0.05 and 0.2,
 * good names of the last block's units by pictures and by labels, and what their names predict beyond random directions.
 *
 * <p>Arguments: a model, a folder of pictures, a folder for {@code null-towers.csv} and {@code null-towers.md}, how many
 * seeds (20), and how many concepts at most (70).
 */
public final class NullTowers {
    /** Four blocks of width 128, as the sample has them. */
    private static final SyntheticClip.Size SIZE = new SyntheticClip.Size(96, 16, 128, 4, 4, 77, 3072, 128, 3, 2, 128);

    /** A claim goes beyond its rate when chance gives as many runs less than once in a thousand times. */
    private static final double BOUND = 0.999;

    private static final int CONCEPTS = 70;
    private static final int CONTROLS = 9;

    private NullTowers() {}

    /**
     * What one run claims.
     *
     * @param what random weights or exchanged sources
     * @param units of the last block
     * @param strict units that the multimodal test lists at 0.05
     * @param loose units that it lists at 0.2
     * @param byPictures good names by soft WPMI
     * @param byLabels good names by labels
     * @param excess of names over random directions
     * @param revised the same of revised names
     */
    record Claims(
            String what,
            long seed,
            int units,
            int strict,
            int loose,
            long byPictures,
            long byLabels,
            Excess excess,
            Excess revised) {
        static Claims of(String what, long seed, NullStudy study) throws ProbeException {
            NamingInput input = study.lastBlock();
            SoftWpmi byPictures = SoftWpmi.of(input.labels(), study.logitScale());
            LayerSimulation simulated = Simulation.run(
                            input,
                            new SimulationOptions(
                                    byPictures,
                                    SimulationOptions.standard().examples(),
                                    SimulationOptions.standard().counterexamples(),
                                    CONTROLS,
                                    seed),
                            Progress.none())
                    .get(0);
            return new Claims(
                    what,
                    seed,
                    input.layers().get(0).units(),
                    multimodal(study, 0.05, seed),
                    multimodal(study, 0.2, seed),
                    good(input, byPictures, seed),
                    good(input, new LabelAuc(), seed),
                    simulated.excess(),
                    simulated.revisedExcess());
        }

        private static int multimodal(NullStudy study, double rate, long seed) throws ProbeException {
            MultimodalOptions standard = MultimodalOptions.defaults();
            MultimodalOptions options = new MultimodalOptions(rate, standard.minimumAuc(), 0, seed);
            return MultimodalProbe.run(study.labels(), study.layers(), options, Progress.none())
                    .multimodalUnits();
        }

        private static long good(NamingInput input, Similarity similarity, long seed) {
            NamingOptions standard = NamingOptions.standard();
            NamingOptions options = new NamingOptions(
                    similarity,
                    standard.top(),
                    standard.share(),
                    standard.smallestAuc(),
                    standard.level(),
                    standard.shuffled(),
                    seed);
            return UnitNaming.run(input, options, Progress.none()).stream()
                    .mapToLong(NamedLayer::good)
                    .sum();
        }

        private String row() {
            return String.format(
                    Locale.ROOT,
                    "%s,%d,%d,%d,%d,%d,%d,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f",
                    what,
                    seed,
                    units,
                    strict,
                    loose,
                    byPictures,
                    byLabels,
                    excess.mean(),
                    excess.low(),
                    excess.high(),
                    revised.mean(),
                    revised.low(),
                    revised.high());
        }
    }

    /** Whether an interval of the excess holds zero. */
    static boolean holdsZero(Excess excess) {
        return excess.low() <= 0 && excess.high() >= 0;
    }

    /** How many of some runs may claim something, when each does at a rate. */
    static int bound(int runs, double rate) {
        return new BinomialDistribution(null, runs, rate).inverseCumulativeProbability(BOUND);
    }

    /** Towers with random weights, one for each seed, or a model with its sources exchanged. */
    static final class Runs {
        private final Path tokenizer;
        private final ProbingSet pictures;
        private final Path folder;
        private Optional<NullStudy> seen = Optional.empty();

        /**
         * Prepares runs.
         *
         * @param pictures what the towers look at
         * @param folder takes models and activations
         */
        Runs(Path model, ProbingSet pictures, Path folder) {
            this.tokenizer = model.resolve("tokenizer.json");
            this.pictures = pictures;
            this.folder = folder;
        }

        Claims randomWeights(long seed) throws IOException, ProbeException {
            Path model = NullStudy.randomWeights(folder.resolve("tower-" + seed), SIZE, tokenizer, seed);
            return Claims.of("random weights", seed, NullStudy.of(model, pictures, folder.resolve("look-" + seed)));
        }

        Claims exchanged(long seed) throws IOException, ProbeException {
            if (seen.isEmpty()) {
                seen = Optional.of(NullStudy.of(tokenizer.resolveSibling(""), pictures, folder.resolve("look")));
            }
            return Claims.of("sources exchanged", seed, seen.get().shuffled(seed));
        }
    }

    public static void main(String[] arguments) throws IOException, ProbeException {
        Path out = Path.of(arguments[2]);
        int seeds = BareTower.number(arguments, 3, 20);
        int concepts = BareTower.number(arguments, 4, CONCEPTS);
        ProbingSet pictures = NullStudy.some(ProbingSet.read(Path.of(arguments[1])), concepts);
        Files.createDirectories(out);
        Runs runs = new Runs(Path.of(arguments[0]), pictures, Files.createTempDirectory("null-towers"));
        List<Claims> random = new ArrayList<>();
        List<Claims> exchanged = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            random.add(runs.randomWeights(seed));
            exchanged.add(runs.exchanged(seed));
            write(out, random, exchanged);
            System.out.println(random.get(seed).row());
            System.out.println(exchanged.get(seed).row());
        }
    }

    private static void write(Path out, List<Claims> random, List<Claims> exchanged) throws IOException {
        List<String> rows = new ArrayList<>(
                List.of("what,seed,units,multimodal at 0.05,multimodal at 0.2,good by pictures,good by labels,"
                        + "excess,from,to,revised excess,from,to"));
        random.forEach(claims -> rows.add(claims.row()));
        exchanged.forEach(claims -> rows.add(claims.row()));
        Files.write(out.resolve("null-towers.csv"), rows);
        Files.write(out.resolve("null-towers.md"), table(random, exchanged));
    }

    private static List<String> table(List<Claims> random, List<Claims> exchanged) {
        List<String> rows = new ArrayList<>(List.of(
                "| over " + random.size() + " seeds | random weights | sources exchanged | bound |",
                "| --- | --- | --- | --- |"));
        int runs = random.size();
        add(rows, "runs with a multimodal unit at 0.05", random, exchanged, c -> c.strict > 0, bound(runs, 0.05));
        add(rows, "runs with a multimodal unit at 0.2", random, exchanged, c -> c.loose > 0, bound(runs, 0.2));
        add(rows, "runs with a good name, by pictures", random, exchanged, c -> c.byPictures > 0, bound(runs, 0.05));
        add(rows, "runs with a good name, by labels", random, exchanged, c -> c.byLabels > 0, bound(runs, 0.05));
        shares(rows, "units with a good name, by pictures", random, exchanged, c -> c.byPictures);
        shares(rows, "units with a good name, by labels", random, exchanged, c -> c.byLabels);
        add(rows, "runs whose excess misses zero", random, exchanged, c -> !holdsZero(c.excess), bound(runs, 0.05));
        add(rows, "runs whose revised excess does", random, exchanged, c -> !holdsZero(c.revised), bound(runs, 0.05));
        return rows;
    }

    private static void add(
            List<String> rows,
            String what,
            List<Claims> random,
            List<Claims> exchanged,
            Predicate<Claims> claimed,
            int bound) {
        rows.add("| " + what + " | " + random.stream().filter(claimed).count() + " | "
                + exchanged.stream().filter(claimed).count() + " | " + bound + " |");
    }

    private static void shares(
            List<String> rows, String what, List<Claims> random, List<Claims> exchanged, ToLongFunction<Claims> count) {
        rows.add("| " + what + " | " + share(random, count) + " | " + share(exchanged, count) + " | 5 % |");
    }

    private static String share(List<Claims> runs, ToLongFunction<Claims> count) {
        double units = runs.stream().mapToInt(Claims::units).sum();
        return String.format(
                Locale.ROOT, "%.2f %%", 100 * runs.stream().mapToLong(count).sum() / units);
    }
}
