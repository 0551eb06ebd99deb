package org.clipprobe.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captured;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.run.ContentKey;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A planted tower: unit 0 is the sum of the pixels, unit 1 the first pixel. */
class CollectorTest {
    private static final int EDGE = 8;
    private static final Capture CAPTURE = new Capture(new HookPoint("vision.0.mlp", 2, true), Pooling.MAX);
    private static final Preprocessing PREPROCESSING = Preprocessing.clip(EDGE);

    @TempDir
    private Path temporary;

    private Path pictures;
    private final List<Integer> batches = new ArrayList<>();
    private int runs;

    @BeforeEach
    void drawPictures() throws IOException {
        pictures = temporary.resolve("pictures");
        for (int i = 0; i < 23; i++) {
            write("c" + i % 3 + "/photo/" + i + ".png", i);
        }
    }

    private void write(String name, int grey) throws IOException {
        InterleavedU8 picture = new InterleavedU8(EDGE, EDGE, 3);
        java.util.Arrays.fill(picture.data, (byte) (grey * 7));
        Path file = pictures.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, Pictures.png(picture));
    }

    private TowerOutput forward(float[] pixels, int count) {
        int size = 3 * EDGE * EDGE;
        float[] values = new float[count * 2];
        for (int picture = 0; picture < count; picture++) {
            for (int i = 0; i < size; i++) {
                values[2 * picture] += pixels[picture * size + i];
            }
            values[2 * picture + 1] = pixels[picture * size];
        }
        batches.add(count);
        return new TowerOutput(new float[0], List.of(new Captured(CAPTURE, new int[] {count, 2}, values)));
    }

    private Collected collect(Optional<Path> store, String model) throws IOException {
        Collector collector = new Collector(
                ContentKey.of(model),
                PREPROCESSING,
                List.of(CAPTURE),
                this::forward,
                new CollectorOptions(4, 2, store));
        return collector.collect(ProbingSet.read(pictures), temporary.resolve("run" + runs++), Progress.none());
    }

    private static float[] all(Activations activations) {
        float[] values = new float[activations.units() * activations.examples()];
        activations.columns(0, activations.units(), values);
        return values;
    }

    @Test
    void rowsAreTheExamplesInOrder() throws IOException {
        try (Collected collected = collect(Optional.empty(), "m")) {
            float[] values = all(collected.activations().all().get(0));
            for (int row = 0; row < 23; row++) {
                Path file = pictures.resolve(collected.set().examples().get(row).id());
                float[] pixels = new float[3 * EDGE * EDGE];
                PREPROCESSING.normalise(PREPROCESSING.fit(Pictures.read(file)), pixels, 0);
                assertEquals(pixels[0], values[23 + row]);
            }
            assertEquals(List.of(4, 4, 4, 4, 4, 3), batches);
            assertArrayEquals(
                    new String[] {"vision.0.mlp.npy"},
                    temporary.resolve("run0").toFile().list());
        }
    }

    @Test
    void theFileOpensInNumPy() throws IOException {
        try (Collected collected = collect(Optional.empty(), "m")) {
            byte[] bytes = Files.readAllBytes(temporary.resolve("run0/vision.0.mlp.npy"));
            String header = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
            assertTrue(header.startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (23, 2), }"));
            assertEquals(128 + 23 * 2 * 4, bytes.length);
            float first = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(128);
            assertEquals(all(collected.activations().all().get(0))[0], first);
        }
    }

    @Test
    void aBrokenPictureIsSkippedAndNamed() throws IOException {
        Files.writeString(pictures.resolve("c1/photo/broken.png"), "no picture");
        try (Collected collected = collect(Optional.empty(), "m")) {
            assertEquals(23, collected.set().examples().size());
            assertEquals(23, collected.activations().all().get(0).examples());
            assertEquals("c1/photo/broken.png", collected.set().skipped().get(0).file());
        }
    }

    @Test
    void onlyBrokenPicturesEndWithAMessage() throws IOException {
        Path folder = temporary.resolve("broken/c/photo");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("a.png"), "no picture");
        pictures = temporary.resolve("broken");
        IOException problem = assertThrows(IOException.class, () -> collect(Optional.empty(), "m"));
        assertTrue(problem.getMessage().startsWith("none of the 1 pictures could be read; the first: c/photo/a.png"));
    }

    @Test
    void aSecondRunComputesOnlyWhatIsNew() throws IOException {
        Optional<Path> store = Optional.of(temporary.resolve("store"));
        float[] first = all(collect(store, "m").activations().all().get(0));
        batches.clear();
        Collected again = collect(store, "m");
        assertEquals(0, again.computed());
        assertEquals(List.of(), batches);
        assertArrayEquals(first, all(again.activations().all().get(0)));
        write("c9/photo/new.png", 31);
        assertEquals(1, collect(store, "m").computed());
        assertEquals(24, collect(store, "another model").computed());
    }

    @Test
    void aPictureThatIsThereTwiceIsComputedOnce() throws IOException {
        write("c5/photo/twin.png", 3);
        Collected collected = collect(Optional.empty(), "m");
        assertEquals(24, collected.set().examples().size());
        assertEquals(23, collected.computed());
    }

    @Test
    void aChangedPictureIsComputedAgain() throws IOException {
        Optional<Path> store = Optional.of(temporary.resolve("store"));
        collect(store, "m");
        write("c0/photo/0.png", 30);
        assertEquals(1, collect(store, "m").computed());
    }

    @Test
    void aPartialOrDamagedShardIsNeverTakenForWhole() throws IOException {
        Optional<Path> store = Optional.of(temporary.resolve("store"));
        float[] first = all(collect(store, "m").activations().all().get(0));
        try (Stream<Path> files = Files.walk(store.get())) {
            for (Path shard : files.filter(f -> f.toString().endsWith(".shard")).toList()) {
                byte[] bytes = Files.readAllBytes(shard);
                Files.write(shard, java.util.Arrays.copyOf(bytes, bytes.length - 5));
            }
        }
        Collected again = collect(store, "m");
        assertEquals(23, again.computed());
        assertArrayEquals(first, all(again.activations().all().get(0)));
    }

    @Test
    void anInterruptedRunGoesOnWhereItWas() throws IOException {
        for (int i = 23; i < 600; i++) {
            Path file = pictures.resolve("c" + i % 3 + "/photo/" + i + ".png");
            InterleavedU8 picture = new InterleavedU8(EDGE, EDGE, 3);
            picture.data[0] = (byte) i;
            picture.data[1] = (byte) (i >> 8);
            Files.write(file, Pictures.png(picture));
        }
        Optional<Path> store = Optional.of(temporary.resolve("store"));
        Forward failing = (pixels, count) -> {
            if (batches.size() == 100) {
                throw new IOException("killed");
            }
            return forward(pixels, count);
        };
        Collector collector = new Collector(
                ContentKey.of("m"), PREPROCESSING, List.of(CAPTURE), failing, new CollectorOptions(4, 2, store));
        assertThrows(
                IOException.class,
                () -> collector.collect(ProbingSet.read(pictures), temporary.resolve("killed"), Progress.none()));
        batches.clear();
        Collected rest = collect(store, "m");
        assertEquals(600 - 256, rest.computed());
        assertArrayEquals(
                all(collect(Optional.empty(), "m").activations().all().get(0)),
                all(rest.activations().all().get(0)));
    }
}
