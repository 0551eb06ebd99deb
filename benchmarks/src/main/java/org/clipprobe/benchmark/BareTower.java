package org.clipprobe.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.clipprobe.model.NativeEngines;

/** ONNX Runtime alone on ready-made tensors of 224 × 224 pixels: what a whole run is held against. */
final class BareTower implements AutoCloseable {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final OrtSession session;
    private final int batch;

    /** Seconds by the clock and of processor time. */
    record Took(double wall, double processor) {}

    @FunctionalInterface
    interface Work {
        void run() throws IOException, OrtException;
    }

    BareTower(Path model, int threads, int batch) throws IOException, OrtException {
        this.batch = batch;
        // Started by the library: bare, it would report to its maker.
        NativeEngines.onnxRuntime();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            this.session = OrtEnvironment.getEnvironment().createSession(model.toString(), options);
        }
    }

    /** Sends this many pictures through the tower. */
    void forward(int pictures) throws OrtException {
        float[] pixels = new float[batch * 3 * 224 * 224];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i % 251) / 125f - 1;
        }
        for (int done = 0; done < pictures; done += batch) {
            int some = Math.min(batch, pictures - done);
            try (OnnxTensor tensor = OnnxTensor.createTensor(
                            OrtEnvironment.getEnvironment(),
                            FloatBuffer.wrap(pixels, 0, some * 3 * 224 * 224),
                            new long[] {some, 3, 224, 224});
                    OrtSession.Result result = session.run(Map.of("pixel_values", tensor))) {
                result.get(0).getValue();
            }
        }
    }

    /**
     * Alternates the bare forward pass with a whole run, prints how many pictures of each a second saw, and the median of
     * their ratios.
     *
     * @param pictures of each
     * @param whole the run with a number
     */
    void compare(int pictures, int rounds, IntFunction<Work> whole) throws IOException, OrtException {
        double[] wall = new double[rounds];
        double[] processor = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            Took bare = time(() -> forward(pictures));
            Took run = time(whole.apply(round));
            wall[round] = bare.wall / run.wall;
            processor[round] = bare.processor / run.processor;
            System.out.printf(
                    Locale.ROOT,
                    "bare %.1f per second, whole %.1f per second: ratio %.3f by the clock, %.3f by processor time%n",
                    pictures / bare.wall,
                    pictures / run.wall,
                    wall[round],
                    processor[round]);
        }
        Arrays.sort(wall);
        Arrays.sort(processor);
        System.out.printf(
                Locale.ROOT,
                "median ratio %.3f by the clock, %.3f by processor time%n",
                wall[rounds / 2],
                processor[rounds / 2]);
    }

    private static Took time(Work work) throws IOException, OrtException {
        long processor = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        return new Took((System.nanoTime() - start) / 1e9, (PROCESS.getProcessCpuTime() - processor) / 1e9);
    }

    /** A program's argument, or what it is otherwise. */
    static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
