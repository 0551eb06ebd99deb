package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Preprocessing;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Vision towers of many exporters and kinds against PyTorch's forward hooks: small ones of the tests, and the whole
 * collection where it lies beside the project.
 */
class ZooVisionTest {
    private static final Path SMALL = Fixtures.ROOT.resolve("clip-probe/src/test/resources/zoo");
    private static final Path SHARED = Fixtures.ROOT.resolve("../shared/zoo").normalize();
    private static final float EXACT = 1e-5f;

    /** Weights of 4 bits: what ONNX Runtime makes of them differs from PyTorch in full precision by this much. */
    private static final float FOUR_BITS = 0.25f;

    @TestFactory
    Stream<DynamicTest> hookPointsEqualPyTorch() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path zoo : List.of(SMALL, SHARED)) {
            for (Path kind : kinds(zoo)) {
                String name = kind.getParent().getParent().getFileName() + "/" + kind.getFileName();
                tests.add(DynamicTest.dynamicTest(name, () -> check(kind, zoo.resolve("pictures"))));
            }
        }
        assertFalse(tests.isEmpty());
        return tests.stream();
    }

    private static List<Path> kinds(Path zoo) throws IOException {
        if (!Files.isDirectory(zoo)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(zoo)) {
            return all.filter(kind -> Files.isRegularFile(kind.resolve("pictures.txt")))
                    .filter(kind -> !goldens(kind).isEmpty())
                    .sorted()
                    .toList();
        }
    }

    private static List<String> goldens(Path kind) {
        try (Stream<Path> files = Files.list(kind.resolve("golden"))) {
            return files.map(file -> file.getFileName().toString().replace(".npy", ""))
                    .filter(name -> name.startsWith("vision."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void check(Path kind, Path pictures) throws IOException {
        float tolerance = kind.endsWith("clip_bnb4") ? FOUR_BITS : EXACT;
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        try (ClipModel model = ClipModel.open(kind.resolve("model"))) {
            VisionTower tower = model.requireVision();
            // PyTorch was given CLIPSeg's pictures as CLIP normalises them, which is not what its file says.
            Preprocessing preprocessing = kind.endsWith("clipseg") ? Preprocessing.clip(64) : tower.preprocessing();
            for (String golden : goldens(kind)) {
                Fixtures.Npy expected = Fixtures.Npy.read(kind.resolve("golden/" + golden + ".npy"));
                String hook = golden.replace("vision.embedding", "vision.embed");
                if (hook.equals("vision.embed") && expected.shape().length > 2) {
                    // A tower for a language model; its note says that there is no embedding.
                    assertEquals(0, tower.embeddingDimensions());
                    assertTrue(model.notes().stream().anyMatch(note -> note.contains("no embedding")));
                    continue;
                }
                compared++;
                if (tower.hookPoints().stream().noneMatch(point -> point.name().equals(hook))) {
                    wrong.add(hook + " is not there");
                    continue;
                }
                Path folder = pictures.resolve(
                        Files.readString(kind.resolve("pictures.txt")).strip());
                float difference = difference(tower, preprocessing, hook, folder, expected);
                if (!(difference <= tolerance)) {
                    wrong.add(hook + " differs by " + difference);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(compared > 0);
    }

    /** Of the largest value, in every layout that the golden may have. */
    private static float difference(
            VisionTower tower, Preprocessing preprocessing, String hook, Path folder, Fixtures.Npy golden)
            throws IOException {
        int[] shape = golden.shape();
        Capture capture = new Capture(tower.hookPoint(hook), Pooling.NONE);
        try (VisionSession session = tower.openCaptures(List.of(capture))) {
            int n = Math.toIntExact(Stream.of(shape)
                    .flatMapToInt(java.util.Arrays::stream)
                    .limit(1)
                    .sum());
            Captured found =
                    session.run(pixels(preprocessing, folder, n), n).captured().get(0);
            float[] values = found.values();
            float scale = 1;
            for (float value : golden.floats()) {
                scale = Math.max(scale, Math.abs(value));
            }
            float best = Fixtures.largestDifference(golden.floats(), values);
            if (shape.length == 4) {
                int area = shape[2] * shape[3];
                best = Math.min(best, Fixtures.largestDifference(turned(golden.floats(), n, shape[1], area), values));
            }
            return best / scale;
        }
    }

    /** {@code [batch, channels, area]} to {@code [batch, area, channels]}. */
    private static float[] turned(float[] values, int batch, int channels, int area) {
        float[] result = new float[values.length];
        for (int b = 0; b < batch; b++) {
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < area; p++) {
                    result[(b * area + p) * channels + c] = values[(b * channels + c) * area + p];
                }
            }
        }
        return result;
    }

    private static float[] pixels(Preprocessing preprocessing, Path folder, int n) throws IOException {
        int size =
                3 * preprocessing.geometry().width() * preprocessing.geometry().height();
        float[] pixels = new float[n * size];
        for (int i = 0; i < n; i++) {
            preprocessing.normalise(preprocessing.fit(Pictures.read(folder.resolve(i + ".png"))), pixels, i * size);
        }
        return pixels;
    }
}
