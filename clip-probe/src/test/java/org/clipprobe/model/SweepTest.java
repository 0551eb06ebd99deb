package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.clipprobe.model.Intervention.PerRow;
import org.clipprobe.model.Intervention.Positions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Changes that are said per row do what the same changes built into the graph do. */
class SweepTest {
    private static final float EXACT = 1e-5f;
    private static final List<String> LAYOUTS = List.of(
            "hf-optimum", "hf-joint", "hf-dynamo", "ort-optimised", "openai-vit", "openai-rn", "open_clip", "siglip");

    /** Fused operators, the file's or those that the runtime makes of a ResNet, are taken apart where they are changed. */
    private static final Set<String> FUSED = Set.of("ort-optimised", "openai-rn");

    @TestFactory
    Stream<DynamicTest> withoutAChangeTheBitsAreThoseOfTheUnchangedTower() {
        return everyHookPoint((layout, tower, hook, pixels, n) -> {
            float[] plain;
            try (VisionSession session = tower.open()) {
                plain = session.run(pixels, n).embeddings();
            }
            try (Sweep sweep = tower.openSweep(List.of(), List.of(new PerRow(hook.name(), Positions.ALL)))) {
                sweep.hold(pixels, n);
                float[] neutral = sweep.run(List.of()).embeddings();
                if (FUSED.contains(layout)) {
                    assertArrayEquals(plain, neutral, 1e-6f);
                } else {
                    assertArrayEquals(plain, neutral);
                }
                assertArrayEquals(
                        neutral,
                        sweep.runRows(Collections.nCopies(n, List.of())).embeddings());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> rowsAreChangedAsABuiltInChangeDoesIt() {
        return everyHookPoint((layout, tower, hook, pixels, n) -> {
            Positions positions = hook.token() ? Positions.TOKEN : Positions.ALL;
            int last = hook.units() - 1;
            List<Intervention> set =
                    List.of(new Intervention.Set(hook.name(), List.of(last, 0), List.of(0.5f, -0.25f), positions));
            List<Intervention> scale = List.of(new Intervention.Scale(hook.name(), List.of(0), 3, positions));
            float[] wasSet = changed(tower, set, pixels, n);
            float[] wasScaled = changed(tower, scale, pixels, n);
            try (Sweep sweep = tower.openSweep(List.of(), List.of(new PerRow(hook.name(), positions)))) {
                sweep.hold(pixels, n);
                assertArrayEquals(wasScaled, sweep.run(scale).embeddings(), EXACT);
                float[] mixed = sweep.runRows(Stream.concat(Stream.of(set), Collections.nCopies(n - 1, scale).stream())
                                .toList())
                        .embeddings();
                int width = mixed.length / n;
                assertArrayEquals(Arrays.copyOf(wasSet, width), Arrays.copyOf(mixed, width), EXACT);
                assertArrayEquals(
                        Arrays.copyOfRange(wasScaled, width, wasScaled.length),
                        Arrays.copyOfRange(mixed, width, mixed.length),
                        EXACT);
            }
        });
    }

    private static float[] changed(VisionTower tower, List<Intervention> changes, float[] pixels, int n)
            throws ModelException {
        try (VisionSession session = tower.open(List.of(), changes)) {
            return session.run(pixels, n).embeddings();
        }
    }

    @Test
    void whatIsBehindAChangeIsCaptured() throws IOException {
        Fixtures.Npy pixels = Fixtures.golden("hf-optimum", "pixel_values");
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve("hf-optimum"))) {
            VisionTower tower = model.requireVision();
            Capture capture = new Capture(tower.hookPoint("vision.1.mlp"), Pooling.MAX);
            List<PerRow> places =
                    List.of(new PerRow("vision.1.mlp", Positions.ALL), new PerRow("vision.2.head", Positions.ALL));
            try (Sweep sweep = tower.openSweep(List.of(capture), places)) {
                sweep.hold(pixels.floats(), 2);
                TowerOutput output = sweep.run(List.of(
                        new Intervention.Set("vision.1.mlp", List.of(7), 2.5f, Positions.ALL),
                        new Intervention.Scale("vision.2.head", List.of(0), 0, Positions.ALL)));
                assertTrue(output.captured().get(0).values()[7] == 2.5f);
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        Fixtures.Npy pixels = Fixtures.golden("hf-optimum", "pixel_values");
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve("hf-optimum"));
                Sweep sweep = model.requireVision()
                        .openSweep(List.of(), List.of(new PerRow("vision.1.mlp", Positions.ALL)))) {
            assertThrows(IllegalArgumentException.class, () -> sweep.run(List.of()));
            sweep.hold(pixels.floats(), 2);
            for (Intervention wrong : List.of(
                    new Intervention.Scale("vision.1.mlp", List.of(9999), 0, Positions.ALL),
                    new Intervention.Scale("vision.2.mlp", List.of(0), 0, Positions.ALL),
                    new Intervention.Scale("vision.1.mlp", List.of(0), 0, Positions.TOKEN),
                    new Intervention.Add("vision.1.mlp", List.of(1f), Positions.ALL))) {
                assertThrows(IllegalArgumentException.class, () -> sweep.run(List.of(wrong)));
            }
            assertThrows(IllegalArgumentException.class, () -> sweep.runRows(List.of(List.of(), List.of(), List.of())));
        }
    }

    private interface Check {
        void run(String layout, VisionTower tower, HookPoint hook, float[] pixels, int n) throws IOException;
    }

    private static Stream<DynamicTest> everyHookPoint(Check check) {
        return LAYOUTS.stream().flatMap(layout -> {
            try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve(layout))) {
                VisionTower tower = model.requireVision();
                Fixtures.Npy pixels = Fixtures.golden(layout, "pixel_values");
                return tower.hookPoints().stream()
                        .map(hook -> DynamicTest.dynamicTest(
                                layout + " " + hook.name(),
                                () -> check.run(layout, tower, hook, pixels.floats(), pixels.shape()[0])));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }
}
