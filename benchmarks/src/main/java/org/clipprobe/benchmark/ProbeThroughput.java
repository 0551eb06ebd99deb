package org.clipprobe.benchmark;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Collector;
import org.clipprobe.activation.CollectorOptions;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Device;
import org.clipprobe.model.ModelOptions;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.Progress;

/**
 * Pictures per second of a whole collection (reading, decoding, preprocessing, forward pass with every block's MLP
 * captured, storing) on a ViT-B/32-sized model, as a share of what ONNX Runtime alone does with the same number of
 * ready-made tensors, the same threads and the same batch. Alternating runs; by the clock and by processor time.
 *
 * <p>Arguments: a folder of photographs (or {@code -} for made-up ones), how many (500), batch (16), threads (all),
 * rounds (3).
 */
public final class ProbeThroughput {
    private ProbeThroughput() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        int count = BareTower.number(arguments, 1, 500);
        int batch = BareTower.number(arguments, 2, 16);
        int threads = BareTower.number(arguments, 3, Runtime.getRuntime().availableProcessors());
        int rounds = BareTower.number(arguments, 4, 3);
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
        try (ClipModel opened = ClipModel.open(model, new ModelOptions(new Device.Cpu(), threads, Optional.empty()))) {
            VisionTower tower = opened.requireVision();
            List<Capture> captures = tower.matching("vision.*.mlp").stream()
                    .map(hook -> new Capture(hook, Pooling.TOKEN))
                    .toList();
            // The tower first: its engine wants to be the one that starts ONNX Runtime.
            tower.openCaptures(captures).close();
            try (BareTower bare = new BareTower(model.resolve("onnx/vision_model.onnx"), threads, batch)) {
                Collector collector =
                        Collector.of(opened, captures, new CollectorOptions(batch, threads, Optional.empty()));
                bare.compare(pictures, rounds, round -> () -> collect(collector, set, folder.resolve("run" + round)));
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
}
