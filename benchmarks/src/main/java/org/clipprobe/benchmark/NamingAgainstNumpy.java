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
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Progress;
import org.clipprobe.concept.Naming;
import org.clipprobe.concept.SoftWpmi;

/** Names the same layers here and in NumPy, and prints both times, their ratio and how far apart the scores are. */
public final class NamingAgainstNumpy {
    private static final int LAYERS = 1;
    private static final int UNITS = 3_072;
    private static final int EXAMPLES = 10_000;
    private static final int CONCEPTS = 2_000;
    private static final int COMPARED = 100;
    private static final int ROUNDS = 3;

    private NamingAgainstNumpy() {}

    /**
     * Compares.
     *
     * @param arguments the Python interpreter, and {@code naming.py}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        NamingWork work = NamingWork.random(LAYERS, UNITS, EXAMPLES, CONCEPTS, 1);
        Path folder = Files.createTempDirectory("naming");
        write(folder.resolve("examples.f32"), work.examples().values());
        write(folder.resolve("concepts.f32"), work.concepts().values());
        for (int i = 0; i < LAYERS; i++) {
            float[] columns = new float[UNITS * EXAMPLES];
            work.layers().get(i).columns(0, UNITS, columns);
            write(folder.resolve("layer" + i + ".f32"), columns);
        }
        double here = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            work.name();
            here = Math.min(here, (System.nanoTime() - start) / 1e9);
        }
        double numpy = numpy(arguments[0], arguments[1], folder);
        System.out.printf("clip-probe %.2f s, NumPy %.2f s: %.2f times as fast%n", here, numpy, numpy / here);
        System.out.printf("largest difference of a score: %.1e%n", difference(work, folder.resolve("scores.f32")));
    }

    /** Runs the script, which prints its best time in seconds and writes the scores of the first concepts. */
    private static double numpy(String python, String script, Path folder) throws IOException, InterruptedException {
        List<String> sizes = IntStream.of(LAYERS, UNITS, EXAMPLES, CONCEPTS, COMPARED, ROUNDS)
                .mapToObj(Integer::toString)
                .toList();
        ProcessBuilder builder = new ProcessBuilder(python, script, folder.toString());
        builder.command().addAll(sizes);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(script + ": ended with code " + process.exitValue());
        }
        return Double.parseDouble(printed.strip());
    }

    private static double difference(NamingWork work, Path file) throws IOException {
        int[] concepts = IntStream.range(0, COMPARED).toArray();
        List<Activations> first = work.layers().subList(0, 1);
        float[][] scores = Naming.scores(first, work.cosines(), SoftWpmi.standard(), concepts, Progress.none())
                .get(0);
        double largest = 0;
        try (InputStream in = Files.newInputStream(file);
                DataInputStream data = new DataInputStream(in)) {
            ByteBuffer expected = ByteBuffer.wrap(data.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (float[] unit : scores) {
                for (float score : unit) {
                    largest = Math.max(largest, Math.abs(score - expected.getFloat()));
                }
            }
        }
        return largest;
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
