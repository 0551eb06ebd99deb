package org.clipprobe.benchmark;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.Auc;
import org.clipprobe.concept.similarity.CosineCubed;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.RankReorder;
import org.clipprobe.concept.similarity.Similarity;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.concept.similarity.Wpmi;
import org.clipprobe.run.Progress;

/**
 * Names the same layers here and in NumPy, by every method, from embeddings to the five best names of each unit, and
 * prints both times, their ratio and how far apart the scores are. Both have the cores that the process was given:
 * under {@code taskset -c 0} it is one core against one. The fastest of some rounds counts on either side.
 *
 * <p>Arguments: the Python interpreter, {@code naming.py}, then the methods' keys (all).
 */
public final class NamingAgainstNumpy {
    private static final int COMPARED = 100;
    private static final int ROUNDS = 8;
    private static final double TOLERANCE = 1e-4;

    /** A layer of a ViT-B/32, or a part of it where NumPy would take minutes. */
    private record Case(Similarity similarity, int units, int examples, int concepts) {}

    private static final List<Case> CASES = List.of(
            new Case(SoftWpmi.standard(), 3_072, 10_000, 2_000),
            new Case(Wpmi.standard(), 3_072, 10_000, 2_000),
            new Case(new CosineCubed(), 3_072, 10_000, 2_000),
            new Case(RankReorder.standard(), 512, 10_000, 1_000),
            new Case(Auc.standard(), 3_072, 10_000, 2_000));

    private NamingAgainstNumpy() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Set<String> wanted = Set.copyOf(List.of(arguments));
        List<Case> cases = CASES.stream()
                .filter(one -> arguments.length <= 2
                        || wanted.contains(one.similarity().key()))
                .toList();
        System.out.printf(Locale.ROOT, "%d cores%n", Runtime.getRuntime().availableProcessors());
        for (Case one : cases) {
            compare(one, arguments[0], arguments[1]);
        }
    }

    private static void compare(Case one, String python, String script) throws IOException, InterruptedException {
        NamingWork work = NamingWork.random(1, one.units(), one.examples(), one.concepts(), 1);
        Path folder = Files.createTempDirectory("naming");
        write(folder.resolve("examples.f32"), work.examples().values());
        write(folder.resolve("concepts.f32"), work.concepts().values());
        float[] columns = new float[one.units() * one.examples()];
        work.layers().get(0).columns(0, one.units(), columns);
        write(folder.resolve("layer.f32"), columns);
        double here = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            work.name(one.similarity());
            here = Math.min(here, (System.nanoTime() - start) / 1e9);
        }
        double numpy = numpy(one, python, script, folder);
        System.out.printf(
                Locale.ROOT,
                "%-12s %d units, %d examples, %d concepts: clip-probe %.2f s, NumPy %.2f s, %.2f times as fast;"
                        + " scores differ by %s%n",
                one.similarity().key(),
                one.units(),
                one.examples(),
                one.concepts(),
                here,
                numpy,
                numpy / here,
                difference(one.similarity(), work, folder.resolve("scores.f32")));
        for (String file : List.of("examples.f32", "concepts.f32", "layer.f32", "scores.f32")) {
            Files.delete(folder.resolve(file));
        }
        Files.delete(folder);
    }

    /** Runs the script, which prints its best time in seconds and writes the scores of the first concepts. */
    private static double numpy(Case one, String python, String script, Path folder)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                python, script, folder.toString(), one.similarity().key());
        IntStream.of(one.units(), one.examples(), one.concepts(), COMPARED, ROUNDS)
                .mapToObj(Integer::toString)
                .forEach(builder.command()::add);
        String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
        builder.environment().put("OPENBLAS_NUM_THREADS", cores);
        builder.environment().put("OMP_NUM_THREADS", cores);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(script + ": ended with code " + process.exitValue());
        }
        return Double.parseDouble(printed.strip());
    }

    /**
     * How far apart the scores of the first concepts are. Where two cosines differ by rounding alone, rank reorder may put
     * their examples in either order.
     */
    private static String difference(Similarity similarity, NamingWork work, Path file) throws IOException {
        int[] concepts = IntStream.range(0, COMPARED).toArray();
        List<Activations> first = work.layers().subList(0, 1);
        float[][] scores = Naming.scores(first, work.cosines(), similarity, concepts, Progress.none())
                .get(0);
        double largest = 0;
        int apart = 0;
        try (InputStream in = Files.newInputStream(file);
                DataInputStream data = new DataInputStream(in)) {
            ByteBuffer expected = ByteBuffer.wrap(data.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (float[] unit : scores) {
                for (float score : unit) {
                    double difference = Math.abs(score - expected.getFloat());
                    largest = Math.max(largest, difference);
                    apart += difference > TOLERANCE ? 1 : 0;
                }
            }
        }
        double share = 100.0 * apart / scores.length / COMPARED;
        return String.format(Locale.ROOT, "%.1e at most, %.3f %% of them by more than 1e-4", largest, share);
    }

    private static void write(Path file, float[] values) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
                DataOutputStream data = new DataOutputStream(out)) {
            for (float value : values) {
                data.writeInt(Integer.reverseBytes(Float.floatToIntBits(value)));
            }
        }
    }
}
