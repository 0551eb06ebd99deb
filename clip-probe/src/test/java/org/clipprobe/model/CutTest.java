package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipprobe.model.Intervention.Positions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A cut takes a write from one block's reading, and from nothing else. */
class CutTest {
    private static final float EXACT = 1e-5f;

    @TestFactory
    Stream<DynamicTest> theBlockSeesWhatItSeesWhenTheWriterIsAblatedAndTheStreamKeepsTheWrite() {
        return Stream.of("hf-optimum", "hf-joint", "hf-dynamo", "ort-optimised", "openai-vit", "open_clip", "siglip")
                .flatMap(layout -> Stream.of("vision.0.mlp", "vision.0.head", "vision.0.attn_out")
                        .map(writer -> DynamicTest.dynamicTest(layout + " " + writer, () -> check(layout, writer))));
    }

    private static void check(String layout, String writer) throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve(layout))) {
            VisionTower tower = model.requireVision();
            List<Integer> units = List.of(0, tower.hookPoint(writer).units() - 1);
            List<Capture> captures = Stream.of("vision.1.attn_out", "vision.1.mlp", "vision.0.resid", "vision.1.resid")
                    .map(name -> capture(tower, name))
                    .toList();
            float[] pixels = Fixtures.golden(layout, "pixel_values").floats();
            // Without its MLP the writer's block passes a write on in no other way than directly.
            Intervention silent = new Intervention.Scale(
                    "vision.0.mlp",
                    writer.equals("vision.0.mlp")
                            ? List.of()
                            : IntStream.range(0, tower.hookPoint("vision.0.mlp").units())
                                    .boxed()
                                    .toList(),
                    0,
                    Positions.ALL);
            Intervention zero = new Intervention.Scale(writer, units, 0, Positions.ALL);
            Intervention edge = new Intervention.Cut(writer, units, "vision.1");
            List<Captured> plain = run(tower, captures, List.of(silent), pixels);
            List<Captured> ablated = run(tower, captures, List.of(silent, zero), pixels);
            List<Captured> cut = run(tower, captures, List.of(silent, edge), pixels);
            assertTrue(
                    Fixtures.largestDifference(plain.get(1).values(), cut.get(1).values()) > 1e-4);
            assertArrayEquals(ablated.get(0).values(), cut.get(0).values(), EXACT, "the attention reads");
            assertArrayEquals(ablated.get(1).values(), cut.get(1).values(), EXACT, "the MLP reads");
            assertArrayEquals(plain.get(2).values(), cut.get(2).values(), EXACT, "the stream before");
            float[] expected = ablated.get(3).values().clone();
            for (int i = 0; i < expected.length; i++) {
                expected[i] += plain.get(2).values()[i] - ablated.get(2).values()[i];
            }
            assertArrayEquals(expected, cut.get(3).values(), EXACT);
        }
    }

    private static Capture capture(VisionTower tower, String name) {
        try {
            return new Capture(tower.hookPoint(name), Pooling.NONE);
        } catch (ModelException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Captured> run(
            VisionTower tower, List<Capture> captures, List<Intervention> changes, float[] pixels)
            throws ModelException {
        try (VisionSession session = tower.open(captures, changes)) {
            return session.run(pixels, 3).captured();
        }
    }

    @Test
    void whatCannotBeCutIsSaid() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve("hf-optimum"))) {
            for (Intervention wrong : List.of(
                    new Intervention.Cut("vision.1.mlp", List.of(0), "vision.1"),
                    new Intervention.Cut("vision.1.mlp", List.of(0), "vision.9"),
                    new Intervention.Cut("vision.1.mlp", List.of(0), "somewhere"),
                    new Intervention.Cut("vision.1.resid", List.of(0), "vision.2"))) {
                assertThrows(ModelException.class, () -> model.requireVision().open(List.of(), List.of(wrong)));
            }
        }
    }
}
