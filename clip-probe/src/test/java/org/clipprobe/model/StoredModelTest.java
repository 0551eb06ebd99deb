package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever opening a model reads is told by its contents before it is opened. */
class StoredModelTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        Path from = Fixtures.MODELS.resolve("hf-optimum");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().contains("golden"))
                    .toList()) {
                Path to = folder.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    private String told() throws ModelException {
        StoredModel stored = StoredModel.find(folder, ModelOptions.defaults());
        return stored.fingerprint() + stored.settings();
    }

    @Test
    void everySmallFileCounts() throws IOException {
        Set<String> told = new HashSet<>(Set.of(told()));
        for (String name : List.of(
                "config.json",
                "open_clip_config.json",
                "concepts.json",
                "preprocessor_config.json",
                "preprocess_cfg.json",
                "visual/preprocess_cfg.json",
                "visual/preprocessor_config.json",
                "onnx/config.json",
                "onnx/preprocessor_config.json")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "{\"image_mean\": [0.5, 0.5, 0.5]}");
            assertTrue(told.add(told()), name);
            Files.writeString(file, "{\"image_mean\": [0.5, 0.5, 0.4]}");
            assertTrue(told.add(told()), name);
        }
    }

    @Test
    void everyTowerCounts() throws IOException {
        String before = told();
        for (String name : List.of("vision_model", "text_model")) {
            Path file = Fixtures.MODELS.resolve("hf-optimum").relativize(tower(name));
            ModelProto model = ModelProto.parseFrom(Files.readAllBytes(folder.resolve(file)));
            Files.write(
                    folder.resolve(file),
                    model.toBuilder().setProducerName("another").build().toByteArray());
            assertNotEquals(before, told());
            Files.write(folder.resolve(file), model.toByteArray());
        }
    }

    private static Path tower(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Fixtures.MODELS.resolve("hf-optimum"))) {
            return files.filter(file -> file.endsWith(name + ".onnx"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void weightsInOtherFilesCountHoweverFew() throws IOException {
        Path file = folder.resolve(Fixtures.MODELS
                .resolve("hf-optimum")
                .relativize(tower("vision_model"))
                .toString());
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        TensorProto smallest = model.getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getRawData().size() >= Float.BYTES)
                .min((a, b) -> a.getRawData().size() - b.getRawData().size())
                .orElseThrow();
        int index = model.getGraph().getInitializerList().indexOf(smallest);
        Path data = file.resolveSibling("few.data");
        byte[] values = smallest.getRawData().toByteArray();
        Files.write(data, values);
        model.getGraphBuilder()
                .setInitializer(
                        index,
                        smallest.toBuilder()
                                .clearRawData()
                                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                .addExternalData(StringStringEntryProto.newBuilder()
                                        .setKey("location")
                                        .setValue("few.data")));
        Files.write(file, model.build().toByteArray());
        String before = told();
        try (ClipModel opened = ClipModel.open(folder)) {
            assertTrue(before.startsWith(opened.fingerprint()));
        }
        values[0] ^= 1;
        Files.write(data, values);
        assertNotEquals(before, told());
        Files.delete(data);
        assertTrue(assertThrows(ModelException.class, this::told).getMessage().contains("few.data"));
    }

    @Test
    void aDeviceThatIsLeftOpenIsTheOneThatIsFound() throws IOException {
        StoredModel stored = StoredModel.find(folder, new ModelOptions(new Device.Auto(), 1, Optional.empty()));
        assertNotEquals(new Device.Auto(), stored.device());
        assertEquals(
                new Device.Cpu(),
                StoredModel.find(folder, ModelOptions.defaults()).device());
        try (ClipModel opened = stored.open()) {
            assertEquals(stored.device(), opened.stored().device());
        }
    }
}
