package org.clipprobe.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clipprobe.concept.Cosines;
import org.clipprobe.concept.Similarity;
import org.clipprobe.concept.SoftWpmi;
import org.clipprobe.concept.UnitNames;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The kernels of naming a layer of a ViT-B/32: 3,072 units, 512 dimensions, 8,192 examples. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class NamingBenchmark {
    private static final int EXAMPLES = 8_192;
    private static final int UNITS = 3_072;
    private static final int WIDTH = 512;

    private NamingWork work = NamingWork.random(0, 1, 1, 1, 0);
    private Cosines cosines = work.cosines();
    private float[][] block = new float[0][];
    private float[][] scores = new float[0][];
    private Similarity.Scorer scorer = (some, width, target) -> {};

    /** Makes the layer, and one block of probabilities. */
    @Setup
    public void prepare() {
        work = NamingWork.random(1, UNITS, EXAMPLES, 2_048, 1);
        cosines = work.cosines();
        block = new float[EXAMPLES][WIDTH];
        scores = new float[UNITS][WIDTH];
        for (float[] row : block) {
            Arrays.fill(row, 1f / WIDTH);
        }
        scorer = SoftWpmi.standard().prepare(work.layers().get(0), 0, UNITS);
    }

    /** Cosines of all examples with 512 concepts. */
    @Benchmark
    public float[][] cosines() {
        cosines.block(0, WIDTH, block);
        return block;
    }

    /** Soft WPMI of all units for 512 concepts. */
    @Benchmark
    public float[][] softWpmi() {
        scorer.score(block, WIDTH, scores);
        return scores;
    }

    /** All of it, for 2,048 concepts. */
    @Benchmark
    public List<List<UnitNames>> naming() {
        return work.name(SoftWpmi.standard());
    }
}
