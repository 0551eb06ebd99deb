package org.clipprobe.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.NativeEngines;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.internal.build.BuiltGraph;
import org.clipprobe.model.internal.build.TowerGraph;
import org.clipprobe.model.internal.build.TowerGraph.Modality;

/**
 * How much longer a ViT-B/32-sized vision tower takes when every block is captured, pooled inside the graph, against the
 * file as it is in ONNX Runtime: the ratio of many alternating runs. The processor time of one thread is measured,
 * which other work on the machine disturbs less than the clock.
 *
 * <p>Arguments: rounds (default 15), pictures in a batch (8).
 */
public final class CaptureOverhead {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CaptureOverhead() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        int batch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        Path file = Files.createTempFile("vision", ".onnx");
        Files.write(file, SyntheticClip.vision(SyntheticClip.Size.vitB32(), 1).toByteArray());
        file.toFile().deleteOnExit();
        TowerGraph tower = TowerGraph.read(file);
        List<HookPoint> points = tower.hookPoints(Modality.VISION);
        byte[] bare = Files.readAllBytes(file);
        System.out.printf(Locale.ROOT, "batch %d, %d rounds%n", batch, rounds);
        for (String what : List.of("mlp", "mlp_pre", "attn_out", "resid", "head", "attn_pattern")) {
            for (Pooling pooling : List.of(Pooling.MAX, Pooling.MEAN, Pooling.TOKEN)) {
                Predicate<HookPoint> wanted = point -> point.name().endsWith("." + what);
                report(what, pooling, bare, built(tower, points, wanted, pooling), rounds, batch);
            }
        }
    }

    private static byte[] built(TowerGraph tower, List<HookPoint> points, Predicate<HookPoint> wanted, Pooling pooling)
            throws IOException {
        List<Capture> captures = points.stream()
                .filter(wanted)
                .map(point -> new Capture(point, pooling))
                .toList();
        BuiltGraph built = tower.build(Modality.VISION, captures, List.of(), true);
        return built.onnx();
    }

    private static void report(String what, Pooling pooling, byte[] bare, byte[] built, int rounds, int batch)
            throws IOException, OrtException {
        try (Timed a = new Timed(bare, batch);
                Timed b = new Timed(built, batch)) {
            double[] ratios = new double[rounds];
            for (int round = -2; round < rounds; round++) {
                long before = a.run();
                long with = b.run();
                if (round >= 0) {
                    ratios[round] = with / (double) before;
                }
            }
            Arrays.sort(ratios);
            System.out.printf(
                    Locale.ROOT,
                    "%-13s %-6s fastest %+.1f %%, median %+.1f %%  (bare %.1f ms, with capture %.1f ms)%n",
                    what,
                    pooling,
                    100 * (b.fastest / (double) a.fastest - 1),
                    100 * (ratios[rounds / 2] - 1),
                    a.fastest / 1e6,
                    b.fastest / 1e6);
        }
    }

    /** A session that remembers its fastest run. */
    private static final class Timed implements AutoCloseable {
        private final OrtSession session;
        private final OnnxTensor pixels;
        private long fastest = Long.MAX_VALUE;

        Timed(byte[] model, int batch) throws IOException, OrtException {
            // Started by the library: bare, it would report to its maker.
            NativeEngines.onnxRuntime();
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                session = environment.createSession(model, options);
            }
            float[] values = new float[batch * 3 * 224 * 224];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i % 251) / 125f - 1;
            }
            pixels = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), new long[] {batch, 3, 224, 224});
        }

        long run() throws OrtException {
            long start = THREADS.getCurrentThreadCpuTime();
            try (OrtSession.Result result = session.run(Map.of("pixel_values", pixels))) {
                long took = THREADS.getCurrentThreadCpuTime() - start;
                fastest = result.size() == 0 ? fastest : Math.min(fastest, took);
                return took;
            }
        }

        @Override
        public void close() throws OrtException {
            pixels.close();
            session.close();
        }
    }
}
