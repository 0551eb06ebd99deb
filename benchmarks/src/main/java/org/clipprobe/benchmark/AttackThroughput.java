package org.clipprobe.benchmark;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.VisionEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Device;
import org.clipprobe.model.ModelOptions;
import org.clipprobe.run.Progress;

/**
 * Attacks per second of a whole attack run (reading, painting, preprocessing, forward pass, zero-shot classification among
 * 1,000 classes, summing up, journal) on a ViT-B/32-sized model, as a share of what ONNX Runtime alone does with the same
 * number of ready-made tensors, the same threads and the same batch. Alternating runs; by the clock and by processor time.
 *
 * <p>Arguments: pictures (4), attacks on each (100), batch (16), threads (all), rounds (3).
 */
public final class AttackThroughput {
    private static final int CLASSES = 1000;

    private AttackThroughput() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        int count = BareTower.number(arguments, 0, 4);
        int variants = BareTower.number(arguments, 1, 100);
        int batch = BareTower.number(arguments, 2, 16);
        int threads = BareTower.number(arguments, 3, Runtime.getRuntime().availableProcessors());
        int rounds = BareTower.number(arguments, 4, 3);
        Path folder = Files.createTempDirectory("attack-throughput");
        List<AttackRun.Picture> pictures = pictures(SyntheticPhotos.write(folder.resolve("photos"), count));
        Path model = folder.resolve("model");
        SyntheticClip.write(model, SyntheticClip.Size.vitB32(), 1);
        Protocol protocol = drawn(Protocol.named("typod").orElseThrow(), variants);
        System.out.printf(
                Locale.ROOT,
                "%d attacks on each of %d pictures, batch %d, %d threads%n",
                variants,
                count,
                batch,
                threads);
        try (ClipModel opened = ClipModel.open(model, new ModelOptions(new Device.Cpu(), threads, Optional.empty()));
                // The tower first: its engine wants to be the one that starts ONNX Runtime.
                VisionEmbedder embedder = VisionEmbedder.open(opened);
                BareTower bare = new BareTower(model.resolve("onnx/vision_model.onnx"), threads, batch)) {
            ZeroShot classes = classes(embedder.dimensions());
            bare.compare(count * variants, rounds, round -> () -> {
                Optional<Path> journal = Optional.of(folder.resolve(round + ".journal"));
                AttackRun.Result result = new AttackRun(
                                embedder, classes, protocol, new AttackRun.Options(batch, threads, 1, journal))
                        .run(pictures, Progress.none(), new Breakdown());
                if (result.trials() != (long) count * variants) {
                    throw new IllegalStateException("expected every attack, found " + result);
                }
            });
        }
    }

    private static List<AttackRun.Picture> pictures(Path photos) throws IOException {
        List<AttackRun.Picture> pictures = new ArrayList<>();
        try (Stream<Path> files = Files.list(photos)) {
            files.sorted()
                    .forEach(file -> pictures.add(
                            new AttackRun.Picture(file.getFileName().toString(), "class " + pictures.size(), file)));
        }
        return pictures;
    }

    /** Some of a protocol's attacks, drawn by chance. */
    private static Protocol drawn(Protocol all, int draws) {
        return new Protocol(
                "some of " + all.name(),
                all.source(),
                all.texts(),
                all.typefaces(),
                all.sizes(),
                all.colours(),
                all.opacities(),
                all.strokes(),
                all.rotations(),
                all.backings(),
                all.places(),
                all.repeats(),
                all.stage(),
                draws);
    }

    private static ZeroShot classes(int dimensions) {
        Random random = new Random(1);
        float[] rows = new float[CLASSES * dimensions];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return new ZeroShot(
                IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList(),
                Embeddings.normalised(CLASSES, dimensions, rows),
                100);
    }
}
