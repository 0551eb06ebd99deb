package org.clipprobe.look;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import boofcv.struct.image.InterleavedU8;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.clipprobe.image.Pictures;
import org.clipprobe.look.PatchMap.Box;
import org.clipprobe.look.PatchMap.Kind;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Fixtures;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.clipprobe.model.VisionTower.Grid;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookStudyTest {
    /** Row 2, column 1 of 4 × 4. */
    private static final int PLACE = 9;

    private static final Box THERE = new Box(0.25, 0.5, 0.5, 0.75);
    private static final Unit READER = new Unit("vision.0.mlp", 5);
    private static final Unit COPIER = new Unit("vision.0.head", 0);

    @TempDir
    private Path folder;

    /** A tower in which unit 5 of the first MLP reads one place, and head 0 copies it. */
    private Path planted() throws IOException {
        Path source = Fixtures.MODELS.resolve("hf-optimum");
        Files.copy(source.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(source.resolve("preprocessor_config.json"), folder.resolve("preprocessor_config.json"));
        ModelProto.Builder model =
                ModelProto.parseFrom(Files.readAllBytes(source.resolve("onnx/vision_model.onnx"))).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        String layer = "vision_model.encoder.layers.0.";
        // The first number of the stream says whether a position is the place.
        set(graph, "vision_model.embeddings.class_embedding", 48, (row, column) -> column == 0 ? 0 : Float.NaN);
        set(graph, "vision_model.embeddings.patch_embedding.weight", 768, (row, column) -> row == 0 ? 0 : Float.NaN);
        set(
                graph,
                "vision_model.embeddings.position_embedding.weight",
                48,
                (row, column) -> column > 0 ? Float.NaN : row == PLACE + 1 ? 200 : 0);
        for (String norm : List.of("vision_model.pre_layrnorm", layer + "layer_norm1", layer + "layer_norm2")) {
            set(graph, norm + ".weight", 48, (row, column) -> column == 0 ? 1 : Float.NaN);
            set(graph, norm + ".bias", 48, (row, column) -> column == 0 ? 0 : Float.NaN);
        }
        set(graph, "onnx::MatMul_409", 48, (row, column) -> column < 12 ? 0 : Float.NaN);
        set(
                graph,
                layer + "self_attn.q_proj.bias",
                48,
                (row, column) -> column >= 12 ? Float.NaN : column == 0 ? 50 : 0);
        set(
                graph,
                "onnx::MatMul_410",
                48,
                (row, column) -> column >= 12 ? Float.NaN : row == 0 && column == 0 ? 10 : 0);
        set(graph, layer + "self_attn.k_proj.bias", 48, (row, column) -> column < 12 ? 0 : Float.NaN);
        set(graph, "onnx::MatMul_424", 48, (row, column) -> column == 0 ? 0 : Float.NaN);
        set(graph, layer + "self_attn.out_proj.bias", 48, (row, column) -> column == 0 ? 0 : Float.NaN);
        set(graph, "onnx::MatMul_425", 192, (row, column) -> column != READER.index() ? Float.NaN : row == 0 ? 10 : 0);
        set(graph, layer + "mlp.fc1.bias", 192, (row, column) -> column == READER.index() ? -30 : Float.NaN);
        Files.write(folder.resolve("vision_model.onnx"), model.build().toByteArray());
        return folder;
    }

    /** New weights of a matrix; not a number where an old one stays. */
    private interface Weights {
        float at(int row, int column);
    }

    private static void set(GraphProto.Builder graph, String name, int columns, Weights weights) {
        TensorProto.Builder tensor = graph.getInitializerBuilderList().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        ByteBuffer values = ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.capacity() / Float.BYTES; i++) {
            float wanted = weights.at(i / columns, i % columns);
            if (!Float.isNaN(wanted)) {
                values.putFloat(i * Float.BYTES, wanted);
            }
        }
        tensor.setRawData(ByteString.copyFrom(values.array()));
    }

    @Test
    void plantedUnitsAndHeadsAreWhereTheyWerePlanted() throws IOException {
        try (ClipModel model = ClipModel.open(planted())) {
            LookOptions options = LookOptions.defaults().units(READER, COPIER);
            LookResult found = new LookStudy(model, options)
                    .look(List.of(new LookPicture("noise", noise(64, 64, 1))), List.of(), Progress.none());
            List<PatchMap> maps = found.pictures().get(0).maps();
            PatchMap unit = maps.get(0);
            assertEquals(new Grid(4, 4, 1), unit.grid());
            assertEquals(1, unit.share(THERE));
            assertEquals(0, unit.share(new Box(0, 0, 1, 0.5)));
            assertTrue(unit.at(2, 1) > 10, "the unit is silent: " + unit.at(2, 1));
            PatchMap attention = maps.stream()
                    .filter(map -> map.kind() == Kind.ATTENTION && map.label().equals(COPIER.toString()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(1, attention.share(THERE));
            assertEquals(1, attention.at(2, 1));
            checkContribution(model.requireVision());
        }
    }

    /** What the head moves to the embedding comes from that place alone. */
    private static void checkContribution(VisionTower tower) throws IOException {
        float[] direction = new float[tower.embeddingDimensions()];
        direction[3] = 1;
        DirectPaths paths = DirectPaths.of(tower, new float[][] {direction}).orElseThrow();
        float[] pixels = pixels(tower, noise(64, 64, 1));
        try (VisionSession session = tower.openCaptures(paths.captures())) {
            Decomposition sum = paths.of(session.run(pixels, 1).captured()).get(0);
            assertTrue(sum.error() < 1e-5, "off by " + sum.error());
            float[] head = sum.ofHead(COPIER.index(), 0);
            for (int position = 0; position < head.length; position++) {
                assertEquals(position == PLACE + 1, head[position] != 0, "position " + position);
            }
        }
    }

    @Test
    void unitsMapsAreUnpooledCapturesBitForBit() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            Unit unit = new Unit("vision.2.mlp", 17);
            InterleavedU8 picture = noise(80, 50, 2);
            LookResult found = new LookStudy(model, LookOptions.defaults().units(unit))
                    .look(List.of(new LookPicture("noise", picture)), List.of(), Progress.none());
            VisionTower tower = model.requireVision();
            Capture capture = new Capture(tower.hookPoint(unit.hook()), Pooling.NONE);
            float[] expected = new float[found.pictures().get(0).maps().get(0).values().length];
            try (VisionSession session = tower.openCaptures(List.of(capture))) {
                float[] all =
                        session.run(pixels(tower, picture), 1).captured().get(0).values();
                for (int position = 0; position < expected.length; position++) {
                    expected[position] = all[position * capture.at().units() + unit.index()];
                }
            }
            assertArrayEquals(expected, found.pictures().get(0).maps().get(0).values());
        }
    }

    /** The spider is in the right half, the left is white. */
    @Test
    void thePromptIsWhereItsThingIs() throws IOException {
        InterleavedU8 spider = Pictures.read(Fixtures.ROOT.resolve("samples/pictures/spider/render/fluent-emoji.png"));
        InterleavedU8 picture = new InterleavedU8(spider.width * 2, spider.height * 2, 3);
        Arrays.fill(picture.data, (byte) 255);
        picture.subimage(spider.width, 0, spider.width * 2, spider.height).setTo(spider);
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            LookResult found = new LookStudy(model, LookOptions.defaults())
                    .look(
                            List.of(new LookPicture("spider", picture), new LookPicture("noise", noise(30, 30, 3))),
                            List.of("a spider", "an airplane"),
                            Progress.none());
            PromptView seen = found.pictures().get(0).prompts().get(0);
            Box there = new Box(0.5, 0, 1, 0.5);
            for (PatchMap map : seen.maps()) {
                assertTrue(map.share(there) > 1.6 * there.area(), map.kind() + ": " + map.share(there));
            }
            // Behind a head without a residual path around it the embedding is no sum over positions, which is said.
            assertTrue(seen.decomposition().isEmpty());
            assertTrue(
                    found.notes().get(0).contains("no sum over positions"),
                    found.notes().toString());
            assertEquals("spider", seen.tokens().get(2).text());
            for (int i = 0; i < seen.tokens().size(); i++) {
                assertTrue(
                        i == 2
                                || seen.tokens().get(i).contribution().orElseThrow()
                                        < seen.tokens().get(2).contribution().orElseThrow(),
                        seen.tokens().toString());
            }
            assertTrue(seen.tokenError().orElseThrow() < 1e-5, seen.tokenError().toString());
            assertTrue(seen.tokens().get(0).removal().isEmpty(), "a special token was left out");
            assertEquals(2, found.pictures().get(1).prompts().size());
        }
    }

    @Test
    void whatIsShownInsteadIsSaid() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve("openai-rn"))) {
            LookResult found = new LookStudy(model, LookOptions.defaults().units(new Unit("vision.layer3", 4)))
                    .look(List.of(new LookPicture("noise", noise(64, 64, 4))), List.of(), Progress.none());
            PatchMap map = found.pictures().get(0).maps().get(0);
            assertEquals(map.values().length, map.grid().rows() * map.grid().columns());
            assertTrue(
                    found.notes().get(0).startsWith("No map of attention"),
                    found.notes().toString());
        }
    }

    @Test
    void unitsThatAreNotThereAreNamed() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            List<LookPicture> pictures = List.of(new LookPicture("noise", noise(20, 20, 5)));
            for (Unit unit : List.of(new Unit("vision.2.mlp", 9999), new Unit("vision.embed", 1))) {
                LookStudy study = new LookStudy(model, LookOptions.defaults().units(unit));
                String told = assertThrows(ModelException.class, () -> study.look(pictures, List.of(), Progress.none()))
                        .getMessage();
                assertTrue(told.startsWith(unit + ": expected"), told);
            }
        }
    }

    @Test
    void aBoxCountsPlacesInPart() {
        PatchMap map = new PatchMap(Kind.UNIT, "u", "activation", new Grid(2, 2, 1), new float[] {9, 1, -3, 1, 2});
        assertEquals(0.25, map.share(new Box(0, 0, 1, 0.5)), 1e-12);
        assertEquals((1 + 2 * 0.5) / 4, map.share(new Box(0, 0.5, 0.75, 1)), 1e-12);
        assertEquals(1, map.share(new Box(0, 0, 1, 1)), 1e-12);
        PatchMap nothing = new PatchMap(Kind.UNIT, "u", "activation", new Grid(1, 1, 0), new float[] {-1});
        assertTrue(Double.isNaN(nothing.share(new Box(0, 0, 1, 1))), "nothing has no share");
        assertThrows(IllegalArgumentException.class, () -> new Box(0.5, 0, 0.5, 1));
    }

    @Test
    void whatWasPastedHasABox() {
        InterleavedU8 before = noise(20, 10, 6);
        InterleavedU8 after = before.clone();
        assertTrue(Box.around(before, after).isEmpty(), "nothing was pasted");
        for (int x = 4; x < 9; x++) {
            after.set(x, 3, 1, 2, 3);
        }
        after.set(6, 7, 3, 2, 1);
        assertEquals(new Box(0.2, 0.3, 0.45, 0.8), Box.around(before, after).orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> Box.around(before, noise(10, 10, 6)));
    }

    private static float[] pixels(VisionTower tower, InterleavedU8 picture) {
        InterleavedU8 fitted = tower.preprocessing().fit(picture);
        float[] pixels = new float[3 * fitted.width * fitted.height];
        tower.preprocessing().normalise(fitted, pixels, 0);
        return pixels;
    }

    private static InterleavedU8 noise(int width, int height, long seed) {
        InterleavedU8 picture = new InterleavedU8(width, height, 3);
        new SplittableRandom(seed).nextBytes(picture.data);
        return picture;
    }
}
