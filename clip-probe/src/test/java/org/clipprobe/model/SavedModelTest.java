package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.clipprobe.model.Intervention.Positions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A model that was saved with changes is a model like any other, and does what the changes do. */
class SavedModelTest {
    private static final float EXACT = 1e-5f;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> savedChangesAreWhatBuiltInOnesAre() {
        return Stream.of(
                        "hf-optimum",
                        "hf-joint",
                        "hf-dynamo",
                        "ort-optimised",
                        "openai-vit",
                        "openai-rn",
                        "open_clip",
                        "siglip")
                .map(layout -> DynamicTest.dynamicTest(layout, () -> check(layout)));
    }

    private void check(String layout) throws IOException, OrtException {
        Path saved = folder.resolve(layout);
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve(layout))) {
            VisionTower tower = model.requireVision();
            List<Intervention> changes = changes(tower);
            model.save(saved, changes);
            Fixtures.Npy pixels = Fixtures.golden(layout, "pixel_values");
            try (ClipModel again = ClipModel.open(saved);
                    VisionSession found = again.requireVision().open();
                    VisionSession expected = tower.open(List.of(), changes)) {
                assertEquals(tower.hookPoints(), again.requireVision().hookPoints());
                assertEquals(tower.preprocessing(), again.requireVision().preprocessing());
                assertEquals(model.text().isPresent(), again.text().isPresent());
                float[] embeddings =
                        expected.run(pixels.floats(), pixels.shape()[0]).embeddings();
                assertArrayEquals(
                        embeddings,
                        found.run(pixels.floats(), pixels.shape()[0]).embeddings(),
                        EXACT);
                assertTrue(Fixtures.largestDifference(
                                Fixtures.golden(layout, "image_embeds").floats(), embeddings)
                        > 1e-4);
            }
            assertEquals(signature(tower.file()), signature(saved.resolve(relative(layout, tower.file()))));
        }
    }

    private static String relative(String layout, Path file) {
        return Fixtures.MODELS.resolve(layout).relativize(file).toString();
    }

    /** A change of every kind at every kind of hook point. */
    private static List<Intervention> changes(VisionTower tower) {
        List<Intervention> changes = new ArrayList<>();
        for (HookPoint hook : tower.hookPoints()) {
            if (hook.name().matches("vision\\.(1\\.mlp|1\\.head|layer2|embed)")) {
                Positions positions = hook.token() ? Positions.TOKEN : Positions.ALL;
                changes.add(new Intervention.Set(hook.name(), List.of(0), List.of(0.75f), Positions.ALL));
                changes.add(new Intervention.Scale(hook.name(), List.of(hook.units() - 1), 0, positions));
            }
            if (hook.name().equals("vision.1.resid")) {
                List<Float> direction = new ArrayList<>();
                for (int unit = 0; unit < hook.units(); unit++) {
                    direction.add(unit % 2 == 0 ? 0.25f : -0.5f);
                }
                changes.add(new Intervention.Add(hook.name(), direction, Positions.ALL));
            }
        }
        return changes;
    }

    private static Map<String, String> signature(Path onnx) throws IOException, OrtException {
        // The library must be the first in the process to start the runtime.
        NativeEngines.onnxRuntime();
        Map<String, String> signature = new TreeMap<>();
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx.toString())) {
            for (NodeInfo input : session.getInputInfo().values()) {
                signature.put("in " + input.getName(), input.getInfo().toString());
            }
            for (NodeInfo output : session.getOutputInfo().values()) {
                signature.put("out " + output.getName(), output.getInfo().toString());
            }
        }
        return signature;
    }

    @Test
    void aSavedModelCanBeChangedAgain() throws IOException {
        Path once = folder.resolve("once");
        Path twice = folder.resolve("twice");
        List<Intervention> first = List.of(new Intervention.Scale("vision.1.head", List.of(0), 0, Positions.TOKEN));
        List<Intervention> second = List.of(new Intervention.Scale("vision.1.head", List.of(1), 0, Positions.TOKEN));
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve("hf-optimum"))) {
            model.save(once, first);
            assertThrows(ModelException.class, () -> model.save(once, first));
            float[] pixels = Fixtures.golden("hf-optimum", "pixel_values").floats();
            try (ClipModel changed = ClipModel.open(once)) {
                changed.save(twice, second);
            }
            try (ClipModel changed = ClipModel.open(twice);
                    VisionSession found = changed.requireVision().open();
                    VisionSession expected = model.requireVision()
                            .open(
                                    List.of(),
                                    List.of(new Intervention.Scale(
                                            "vision.1.head", List.of(0, 1), 0, Positions.TOKEN)))) {
                assertArrayEquals(
                        expected.run(pixels, 3).embeddings(),
                        found.run(pixels, 3).embeddings(),
                        EXACT);
            }
        }
    }

    @Test
    void whatLiesBesideIsKept() throws IOException {
        Path original = folder.resolve("original");
        copy(Fixtures.MODELS.resolve("hf-optimum"), original);
        Files.writeString(original.resolve("LICENSE"), "MIT");
        Files.writeString(original.resolve("model.safetensors"), "weights");
        Path saved = folder.resolve("saved");
        try (ClipModel model = ClipModel.open(original)) {
            model.save(saved, List.of(new Intervention.Scale("vision.1.mlp", List.of(3), 0, Positions.ALL)));
        }
        assertEquals("MIT", Files.readString(saved.resolve("LICENSE")));
        assertTrue(Files.exists(saved.resolve("config.json")));
        assertArrayEquals(
                Files.readAllBytes(original.resolve("onnx/text_model.onnx")),
                Files.readAllBytes(saved.resolve("onnx/text_model.onnx")));
        assertTrue(Files.notExists(saved.resolve("model.safetensors")));
    }

    @Test
    void weightsInAnotherFileStayInAnotherFile() throws IOException, OrtException {
        Path original = folder.resolve("apart");
        copy(Fixtures.MODELS.resolve("hf-optimum"), original);
        moveWeightsOut(original.resolve("onnx/vision_model.onnx"));
        Path saved = folder.resolve("saved");
        List<Intervention> changes = List.of(new Intervention.Scale("vision.1.mlp", List.of(7), 0, Positions.ALL));
        try (ClipModel model = ClipModel.open(original)) {
            model.save(saved, changes);
        }
        assertTrue(Files.size(saved.resolve("onnx/vision_model.onnx_data"))
                > Files.size(saved.resolve("onnx/vision_model.onnx")));
        assertTrue(Files.notExists(saved.resolve("onnx/weights.bin")));
        signature(saved.resolve("onnx/vision_model.onnx"));
        float[] pixels = Fixtures.golden("hf-optimum", "pixel_values").floats();
        try (ClipModel model = ClipModel.open(saved);
                VisionSession session = model.requireVision().open()) {
            assertArrayEquals(
                    Fixtures.golden("hf-optimum", "do.zero-vision.1.mlp.7").floats(),
                    session.run(pixels, 3).embeddings(),
                    EXACT);
        }
    }

    private static void moveWeightsOut(Path onnx) throws IOException {
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(onnx)).toBuilder();
        ByteArrayOutputStream weights = new ByteArrayOutputStream();
        OnnxMl.GraphProto.Builder graph = model.getGraphBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            OnnxMl.TensorProto tensor = graph.getInitializer(i);
            if (tensor.getRawData().size() < 64) {
                continue;
            }
            graph.setInitializer(
                    i,
                    tensor.toBuilder()
                            .clearRawData()
                            .setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
                            .addExternalData(entry("location", "weights.bin"))
                            .addExternalData(entry("offset", Integer.toString(weights.size())))
                            .addExternalData(entry(
                                    "length",
                                    Integer.toString(tensor.getRawData().size()))));
            weights.write(tensor.getRawData().toByteArray());
        }
        Files.write(onnx, model.build().toByteArray());
        Files.write(onnx.resolveSibling("weights.bin"), weights.toByteArray());
    }

    private static OnnxMl.StringStringEntryProto entry(String key, String value) {
        return OnnxMl.StringStringEntryProto.newBuilder()
                .setKey(key)
                .setValue(value)
                .build();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
