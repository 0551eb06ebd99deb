package org.clipprobe.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Device;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.Intervention.PerRow;
import org.clipprobe.model.Intervention.Positions;
import org.clipprobe.model.ModelOptions;
import org.clipprobe.model.Sweep;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;

/**
 * What interventions cost in a ViT-B/32-sized tower: a run with ablated units against a plain one, and a sweep of nine
 * strengths in the last two of twelve blocks against one plain pass. The fastest of several rounds counts, in processor time
 * of one thread, which other work on the machine disturbs less than the clock.
 *
 * <p>Arguments: rounds (default 10), pictures in a batch (8).
 */
public final class SweepThroughput {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int STRENGTHS = 9;

    private SweepThroughput() {}

    private interface Work {
        void run() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        int batch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        Path file = Files.createTempFile("vision", ".onnx");
        Files.write(file, SyntheticClip.vision(SyntheticClip.Size.vitB32(), 1).toByteArray());
        file.toFile().deleteOnExit();
        float[] pixels = new float[batch * 3 * 224 * 224];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i % 251) / 125f - 1;
        }
        List<Integer> units = IntStream.range(0, 32).boxed().toList();
        try (ClipModel model = ClipModel.open(file, new ModelOptions(new Device.Cpu(), 1, Optional.empty()))) {
            VisionTower tower = model.requireVision();
            try (VisionSession plain = tower.open();
                    VisionSession ablated = tower.open(
                            List.of(),
                            IntStream.range(0, 12)
                                    .<Intervention>mapToObj(block ->
                                            new Intervention.Set("vision." + block + ".mlp", units, 0, Positions.ALL))
                                    .toList());
                    Sweep sweep = tower.openSweep(
                            List.of(),
                            List.of(
                                    new PerRow("vision.10.mlp", Positions.ALL),
                                    new PerRow("vision.11.mlp", Positions.ALL)))) {
                double[] fastest = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
                for (int round = 0; round < rounds; round++) {
                    fastest[0] = Math.min(fastest[0], milliseconds(() -> plain.run(pixels, batch)));
                    fastest[1] = Math.min(fastest[1], milliseconds(() -> ablated.run(pixels, batch)));
                    fastest[2] = Math.min(fastest[2], milliseconds(() -> {
                        sweep.hold(pixels, batch);
                        for (int strength = 0; strength < STRENGTHS; strength++) {
                            sweep.run(List.of(
                                    new Intervention.Scale("vision.10.mlp", units, strength - 4, Positions.ALL),
                                    new Intervention.Scale("vision.11.mlp", units, strength - 4, Positions.ALL)));
                        }
                    }));
                }
                System.out.printf(
                        Locale.ROOT,
                        "plain %.0f ms; 32 units of every block ablated: throughput %.3f of plain;"
                                + " %d strengths in the last two blocks: %.2f times one pass%n",
                        fastest[0],
                        fastest[0] / fastest[1],
                        STRENGTHS,
                        fastest[2] / fastest[0]);
            }
        }
    }

    private static double milliseconds(Work work) throws IOException {
        long start = THREADS.getCurrentThreadCpuTime();
        work.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    }
}
