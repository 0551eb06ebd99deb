package org.clipprobe.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.clipprobe.activation.array.ArrayFormat;
import org.clipprobe.activation.array.NumberType;
import org.clipprobe.image.Pictures;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Fixtures;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every position's value, with the sample model. */
class PositionCollectorTest {
    private static final int COUNT = 7;

    @TempDir
    private Path temporary;

    private Path pictures;

    @BeforeEach
    void drawPictures() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        pictures = Files.createDirectories(temporary.resolve("pictures/thing/photo"));
        for (int i = 0; i < COUNT; i++) {
            InterleavedU8 picture = new InterleavedU8(40, 40, 3);
            random.nextBytes(picture.data);
            Files.write(pictures.resolve(i + ".png"), Pictures.png(picture));
        }
        Files.writeString(pictures.resolve("3b.png"), "no picture");
    }

    @ParameterizedTest
    @EnumSource(ArrayFormat.class)
    void theLargestOfAllPositionsIsThePooledValue(ArrayFormat format) throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            VisionTower tower = model.requireVision();
            HookPoint hook = tower.hookPoint("vision.1.mlp");
            VisionTower.Grid grid = tower.grid(hook).orElseThrow();
            Collected collected = collect(tower, new Capture(hook, Pooling.NONE), format, NumberType.FLOAT32);
            assertEquals(COUNT, collected.set().examples().size());
            assertEquals(1, collected.set().skipped().size());
            float[] pooled = pooled(tower, hook, collected);
            Path file = temporary.resolve("out/vision.1.mlp" + format.suffix());
            try (StoredActivations all = StoredActivations.open(file, Pooling.NONE)) {
                assertEquals(COUNT * grid.positions(), all.examples());
                float[] columns = new float[all.examples() * all.units()];
                all.columns(0, all.units(), columns);
                float[] largest = new float[pooled.length];
                for (int row = 0; row < COUNT; row++) {
                    for (int unit = 0; unit < hook.units(); unit++) {
                        float most = Float.NEGATIVE_INFINITY;
                        for (int position = 0; position < grid.positions(); position++) {
                            int at = unit * all.examples() + row * grid.positions() + position;
                            most = Math.max(most, columns[at]);
                        }
                        largest[row * hook.units() + unit] = most;
                    }
                }
                assertArrayEquals(pooled, largest, 1e-5f);
            }
        }
    }

    private Collected collect(VisionTower tower, Capture capture, ArrayFormat format, NumberType type)
            throws IOException {
        try (VisionSession session = tower.openCaptures(List.of(capture))) {
            CollectorOptions options = new CollectorOptions(3, 2, Optional.empty());
            return new PositionCollector(tower.preprocessing(), session::run, options, format, type)
                    .collect(ProbingSet.read(temporary.resolve("pictures")), temporary.resolve("out"), Progress.none());
        }
    }

    private static float[] pooled(VisionTower tower, HookPoint hook, Collected collected) throws IOException {
        int size = 3
                * tower.preprocessing().geometry().width()
                * tower.preprocessing().geometry().height();
        float[] pixels = new float[COUNT * size];
        for (int i = 0; i < COUNT; i++) {
            Example.PictureFile file =
                    (Example.PictureFile) collected.set().examples().get(i).pixels();
            tower.preprocessing().normalise(tower.preprocessing().fit(Pictures.read(file.path())), pixels, i * size);
        }
        try (VisionSession session = tower.openCaptures(List.of(new Capture(hook, Pooling.MAX)))) {
            return session.run(pixels, COUNT).captured().get(0).values();
        }
    }

    @Test
    void theFileSaysHowItWasPooled() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            VisionTower tower = model.requireVision();
            Capture capture = new Capture(tower.hookPoint("vision.embed"), Pooling.MEAN);
            collect(tower, capture, ArrayFormat.SAFETENSORS, NumberType.FLOAT16).close();
        }
        Path file = temporary.resolve("out/vision.embed.safetensors");
        StoredActivations.open(file, Pooling.MEAN).close();
        String told = assertThrows(IOException.class, () -> StoredActivations.open(file, Pooling.MAX))
                .getMessage();
        assertTrue(told.endsWith("expected values pooled as max, found that they were as mean"), told);
    }

    @Test
    void behindAPromptsLastTokenAreZeros() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            TextTower tower = model.requireText();
            Capture capture = new Capture(tower.hookPoint("text.0.resid"), Pooling.NONE);
            List<Tokens> prompts = tower.tokenize(List.of("a cat", "a picture of a spider in the rain"));
            Path out = temporary.resolve("text");
            PromptActivations.writePositions(
                    tower, List.of(capture), prompts, out, ArrayFormat.NPY, NumberType.FLOAT32, 1, Progress.none());
            int longest = prompts.get(1).ids().length;
            try (StoredActivations all = StoredActivations.open(out.resolve("text.0.resid.npy"), Pooling.NONE)) {
                assertEquals(2 * longest, all.examples());
                float[] unit = new float[2 * longest];
                all.columns(0, 1, unit);
                for (int position = 0; position < unit.length; position++) {
                    boolean behind =
                            position < longest && position >= prompts.get(0).ids().length;
                    assertEquals(behind, unit[position] == 0, "position " + position);
                }
            }
        }
    }
}
