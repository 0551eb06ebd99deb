package org.clipprobe.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.clipprobe.concept.formula.FormulaOptions;
import org.clipprobe.concept.formula.FormulaSearch;
import org.clipprobe.concept.formula.ScoredFormula;
import org.clipprobe.concept.similarity.Auc;
import org.clipprobe.concept.similarity.Cosine;
import org.clipprobe.concept.similarity.CosineCubed;
import org.clipprobe.concept.similarity.Cosines;
import org.clipprobe.concept.similarity.LabelAuc;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.concept.similarity.RankReorder;
import org.clipprobe.concept.similarity.Similarity;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.concept.similarity.Wpmi;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The kernels of naming a layer of a ViT-B/32: 3,072 units, 512 dimensions, 8,192 examples. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
public class NamingBenchmark {
    private static final int EXAMPLES = 8_192;
    private static final int UNITS = 3_072;
    private static final int WIDTH = 512;
    private static final int CONCEPTS = 2_048;

    private NamingWork work = NamingWork.random(0, 1, 1, 1, 0);
    private Cosines cosines = work.cosines();
    private float[][] block = new float[0][];

    /** Makes the layer. */
    @Setup
    public void prepare() {
        work = NamingWork.random(1, UNITS, EXAMPLES, CONCEPTS, 1);
        cosines = work.cosines();
        block = new float[EXAMPLES][WIDTH];
    }

    /** Cosines of all examples with 512 concepts. */
    @Benchmark
    public float[][] cosines() {
        cosines.block(0, WIDTH, block);
        return block;
    }

    /** All of soft WPMI, for 2,048 concepts. */
    @Benchmark
    public List<List<UnitNames>> naming() {
        return work.name(SoftWpmi.standard());
    }

    /** A similarity function, ready to score one block. */
    @State(Scope.Benchmark)
    public static class Method {
        private static final List<Similarity> ALL = List.of(
                SoftWpmi.standard(),
                Wpmi.standard(),
                RankReorder.standard(),
                new CosineCubed(),
                new Cosine(),
                Auc.standard(),
                new LabelAuc());

        /** The function's key. */
        @Param({"softwpmi", "wpmi", "rank-reorder", "cos-cubed", "cosine", "auc", "label-auc"})
        public String key = "";

        private NamingWork work = NamingWork.random(0, 1, 1, 1, 0);
        private Similarity similarity = Similarity.standard();
        private Similarity.Scorer scorer = (some, width, target) -> {};
        private float[][] block = new float[0][];
        private float[][] scores = new float[0][];

        /** Makes the layer, and what the function scores by: probabilities, labels or cosines. */
        @Setup
        public void prepare() {
            work = NamingWork.random(1, UNITS, EXAMPLES, WIDTH, 1);
            similarity = ALL.stream()
                    .filter(one -> one.key().equals(key))
                    .findFirst()
                    .orElseThrow();
            scorer = similarity.prepare(work.layers().get(0), 0, UNITS);
            scores = new float[UNITS][WIDTH];
            block = new float[EXAMPLES][WIDTH];
            if (similarity.labelled()) {
                for (int e = 0; e < EXAMPLES; e++) {
                    block[e][e % WIDTH] = 1;
                }
            } else if (similarity.softmax().isPresent()) {
                for (float[] row : block) {
                    Arrays.fill(row, 1f / WIDTH);
                }
            } else {
                work.cosines().block(0, WIDTH, block);
            }
        }
    }

    /** The scores of all units for 512 concepts. */
    @Benchmark
    public float[][] score(Method method) {
        method.scorer.score(method.block, WIDTH, method.scores);
        return method.scores;
    }

    /** What a function does once for a layer: finds the strongest examples, ranks, or scales. */
    @Benchmark
    public Similarity.Scorer ready(Method method) {
        return method.similarity.prepare(method.work.layers().get(0), 0, UNITS);
    }

    /** Labels for logical forms: 140 concepts with as many examples each. */
    @State(Scope.Benchmark)
    public static class Forms {
        private static final int LABELS = 140;
        private static final int SEARCHED = 16;

        private float[][] units = new float[SEARCHED][];
        private FormulaSearch search =
                new FormulaSearch(new Membership(1, List.of(new int[] {0})), FormulaOptions.standard());

        /** Draws the labels. */
        @Setup
        public void prepare() {
            NamingWork work = NamingWork.random(1, SEARCHED, EXAMPLES, 1, 1);
            for (int unit = 0; unit < SEARCHED; unit++) {
                units[unit] = new float[EXAMPLES];
                work.layers().get(0).columns(unit, unit + 1, units[unit]);
            }
            int[] label = new Random(1).ints(EXAMPLES, 0, LABELS).toArray();
            List<int[]> members = new ArrayList<>();
            for (int c = 0; c < LABELS; c++) {
                int concept = c;
                members.add(IntStream.range(0, EXAMPLES)
                        .filter(e -> label[e] == concept)
                        .toArray());
            }
            search = new FormulaSearch(new Membership(EXAMPLES, members), FormulaOptions.standard());
        }
    }

    /** The best logical forms of 16 units, one after the other. */
    @Benchmark
    public List<List<ScoredFormula>> forms(Forms forms) {
        return IntStream.range(0, Forms.SEARCHED)
                .mapToObj(unit -> forms.search.best(forms.units[unit]))
                .toList();
    }
}
