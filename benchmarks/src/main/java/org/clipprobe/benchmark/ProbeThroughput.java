package org.clipprobe.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Collector;
import org.clipprobe.activation.CollectorOptions;
import org.clipprobe.activation.ContentKey;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.activation.Progress;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Device;
import org.clipprobe.model.ModelOptions;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;

/**
 * Pictures per second of a whole collection (reading, decoding, preprocessing, forward pass with every block's MLP
 * captured, storing) on a ViT-B/32-sized model, as a share of what ONNX Runtime alone does with the same number of
 * ready-made tensors, the same threads and the same batch. Alternating runs; by the clock and by processor time.
 *
 * <p>Arguments: a folder of photographs (or {@code -} for made-up ones), how many (500), batch (16), threads (all),
 * rounds (3).
 */
public final class ProbeThroughput {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private record Took(double wall, double processor) {}

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, OrtException;
    }

    private ProbeThroughput() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        int count = number(arguments, 1, 500);
        int batch = number(arguments, 2, 16);
        int threads = number(arguments, 3, Runtime.getRuntime().availableProcessors());
        int rounds = number(arguments, 4, 3);
        Path folder = Files.createTempDirectory("probe-throughput");
        Path photos = arguments.length > 0 && !arguments[0].equals("-")
                ? Path.of(arguments[0])
                : SyntheticPhotos.write(folder.resolve("photos"), count);
        Path model = folder.resolve("model");
        SyntheticClip.write(model, SyntheticClip.Size.vitB32(), 1);
        ProbingSet all = ProbingSet.read(photos);
        ProbingSet set = new ProbingSet(
                all.examples().subList(0, Math.min(count, all.examples().size())), List.of());
        int pictures = set.examples().size();
        System.out.printf(Locale.ROOT, "%d pictures, batch %d, %d threads%n", pictures, batch, threads);
        double[] wall = new double[rounds];
        double[] processor = new double[rounds];
        try (ClipModel opened = ClipModel.open(model, new ModelOptions(new Device.Cpu(), threads, Optional.empty()))) {
            VisionTower tower = opened.requireVision();
            List<Capture> captures = tower.matching("vision.*.mlp").stream()
                    .map(hook -> new Capture(hook, Pooling.TOKEN))
                    .toList();
            // The tower first: its engine wants to be the one that starts ONNX Runtime.
            try (VisionSession session = tower.openCaptures(captures);
                    OrtSession bare = bare(model.resolve("onnx/vision_model.onnx"), threads)) {
                Collector collector = new Collector(
                        ContentKey.of("benchmark"),
                        tower.preprocessing(),
                        captures,
                        session::run,
                        new CollectorOptions(batch, threads, Optional.empty()));
                for (int round = 0; round < rounds; round++) {
                    Path out = folder.resolve("run" + round);
                    Took a = time(() -> forward(bare, pictures, batch));
                    Took b = time(() -> collect(collector, set, out));
                    wall[round] = a.wall / b.wall;
                    processor[round] = a.processor / b.processor;
                    System.out.printf(
                            Locale.ROOT,
                            "bare %.1f per second, whole %.1f per second: ratio %.3f by the clock, %.3f by processor time%n",
                            pictures / a.wall,
                            pictures / b.wall,
                            wall[round],
                            processor[round]);
                }
            }
        }
        Arrays.sort(wall);
        Arrays.sort(processor);
        System.out.printf(
                Locale.ROOT,
                "median ratio %.3f by the clock, %.3f by processor time%n",
                wall[rounds / 2],
                processor[rounds / 2]);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static OrtSession bare(Path model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            return OrtEnvironment.getEnvironment().createSession(model.toString(), options);
        }
    }

    private static void forward(OrtSession session, int pictures, int batch) throws OrtException {
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

    private static void collect(Collector collector, ProbingSet set, Path out) throws IOException {
        try (Collected collected = collector.collect(set, out, Progress.none())) {
            if (collected.computed() != set.examples().size()) {
                throw new IllegalStateException(
                        "expected " + set.examples().size() + " different pictures, found " + collected.computed());
            }
        }
    }

    private static Took time(Work work) throws IOException, OrtException {
        long processor = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        return new Took((System.nanoTime() - start) / 1e9, (PROCESS.getProcessCpuTime() - processor) / 1e9);
    }
}
