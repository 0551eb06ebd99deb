package org.clipprobe.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.Cosines;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.run.Progress;

/**
 * Names every MLP neuron of a ViT-B/32 by soft WPMI at full size: layers of 3,072 units over 50,000 examples, 600 MB each
 * on disk, against 20,000 concepts. Prints the time; {@code -Xmx} bounds the heap, and {@code time -v} tells the peak of the process.
 * The weights are random, and each unit fires for the examples that are nearest a concept planted in it; how many units
 * get that name back is printed too.
 *
 * <p>Arguments: layers (12), examples (50000), concepts (20000), units (3072).
 */
public final class NamingAtScale {
    private static final int DIMENSIONS = 512;
    private static final int PIECE = 512;

    private NamingAtScale() {}

    public static void main(String[] arguments) throws IOException {
        int layers = number(arguments, 0, 12);
        int examples = number(arguments, 1, 50_000);
        int concepts = number(arguments, 2, 20_000);
        int units = number(arguments, 3, 3_072);
        Path folder = Files.createTempDirectory("naming-at-scale");
        Random random = new Random(1);
        Embeddings words = directions(concepts, random);
        int[] shown = random.ints(examples, 0, concepts).toArray();
        Embeddings pictures = near(words, shown, random);
        List<ColumnFile> files = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            files.add(ColumnFile.write(folder.resolve("layer" + layer), layer, units, shown, random));
        }
        System.out.printf(
                Locale.ROOT,
                "%d layers of %d units, %d examples, %d concepts; %d MiB of heap, %d cores%n",
                layers,
                units,
                examples,
                concepts,
                Runtime.getRuntime().maxMemory() >> 20,
                Runtime.getRuntime().availableProcessors());
        long start = System.nanoTime();
        List<List<UnitNames>> names =
                Naming.name(files, Cosines.of(pictures, words), SoftWpmi.standard(), 5, new Lines());
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT, "%.0f s; %.1f %% named with the concept planted in them%n", seconds, right(names, shown));
        for (ColumnFile file : files) {
            Files.delete(file.path());
        }
        Files.delete(folder);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static double right(List<List<UnitNames>> names, int[] shown) {
        long right = names.stream()
                .flatMap(List::stream)
                .filter(unit -> unit.best().get(0).concept()
                        == planted(unit.unit().hook(), unit.unit().index(), shown))
                .count();
        return 100.0 * right / names.stream().mapToLong(List::size).sum();
    }

    /** The concept that a unit fires for: that of some example, so that at least one shows it. */
    private static int planted(String hook, int unit, int[] shown) {
        return shown[Math.floorMod(31 * hook.hashCode() + 7 * unit, shown.length)];
    }

    private static Embeddings directions(int rows, Random random) {
        float[] values = new float[rows * DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Embeddings.normalised(rows, DIMENSIONS, values);
    }

    private static Embeddings near(Embeddings words, int[] shown, Random random) {
        float[] values = new float[shown.length * DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            float word = words.values()[shown[i / DIMENSIONS] * DIMENSIONS + i % DIMENSIONS];
            values[i] = (float) (word + 0.03 * random.nextGaussian());
        }
        return Embeddings.normalised(shown.length, DIMENSIONS, values);
    }

    /** A layer on disk, {@code [examples, units]} in C order as the activations that clip-probe writes. */
    private record ColumnFile(Path path, Capture capture, int examples) implements Activations {
        static ColumnFile write(Path path, int layer, int units, int[] shown, Random random) throws IOException {
            HookPoint at = new HookPoint("vision." + layer + ".mlp", units, true);
            int[] planted = IntStream.range(0, units)
                    .map(unit -> planted(at.name(), unit, shown))
                    .toArray();
            try (FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer row = ByteBuffer.allocate(units * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                for (int concept : shown) {
                    row.clear();
                    for (int unit = 0; unit < units; unit++) {
                        float fires = concept == planted[unit] ? 2 : 0;
                        row.putFloat(fires + random.nextFloat());
                    }
                    channel.write(row.flip());
                }
            }
            return new ColumnFile(path, new Capture(at, Pooling.TOKEN), shown.length);
        }

        @Override
        public int units() {
            return capture.at().units();
        }

        @Override
        public void columns(int from, int to, float[] target) {
            int units = units();
            ByteBuffer piece = ByteBuffer.allocate(PIECE * units * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            try (FileChannel channel = FileChannel.open(path)) {
                for (int first = 0; first < examples; first += PIECE) {
                    int rows = Math.min(PIECE, examples - first);
                    piece.clear().limit(rows * units * Float.BYTES);
                    while (piece.hasRemaining() && channel.read(piece) >= 0) {}
                    for (int unit = from; unit < to; unit++) {
                        for (int row = 0; row < rows; row++) {
                            target[(unit - from) * examples + first + row] =
                                    piece.getFloat((row * units + unit) * Float.BYTES);
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A line every ten seconds, with the time left. */
    private static final class Lines implements Progress {
        @Override
        public Task begin(String what, long total) {
            long begun = System.nanoTime();
            AtomicLong done = new AtomicLong();
            AtomicLong next = new AtomicLong(begun);
            return new Task() {
                @Override
                public void advance(long steps) {
                    long now = System.nanoTime();
                    long all = done.addAndGet(steps);
                    if (now >= next.get()) {
                        next.set(now + 10_000_000_000L);
                        double seconds = (now - begun) / 1e9;
                        System.out.printf(
                                Locale.ROOT,
                                "%s: %d of %d, %.0f s left%n",
                                what,
                                all,
                                total,
                                seconds / all * (total - all));
                    }
                }

                @Override
                public void close() {
                    System.out.printf(Locale.ROOT, "%s: %.0f s%n", what, (System.nanoTime() - begun) / 1e9);
                }
            };
        }
    }
}
