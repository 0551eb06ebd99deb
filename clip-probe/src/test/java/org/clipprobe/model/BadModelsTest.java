package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.clipprobe.concept.set.TowerTextEmbedder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that cannot be opened are told in one message that begins with the file, and nothing else happens. */
class BadModelsTest {
    private static final Path GOOD = Fixtures.MODELS.resolve("openai-vit/visual.onnx");

    @TempDir
    Path folder;

    @Test
    void noOnnx() throws IOException {
        told("This is a text about cats.".getBytes(StandardCharsets.UTF_8), "expected an ONNX model");
    }

    @Test
    void empty() throws IOException {
        told(new byte[0], "expected an ONNX model");
    }

    @Test
    void pointerOfGitLfs() throws IOException {
        told(
                "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 351000000\n"
                        .getBytes(StandardCharsets.UTF_8),
                "expected an ONNX model");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 0.5, 0.9, 0.999})
    void truncated(double part) throws IOException {
        byte[] whole = Files.readAllBytes(GOOD);
        told(Arrays.copyOf(whole, (int) (whole.length * part)), "");
    }

    @Test
    void otherInputs() throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(GOOD)).toBuilder();
        model.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .removeDim(0);
        told(model.build().toByteArray(), "which is one picture; export the tower with a batch");
    }

    @Test
    void missingExternalData() throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(GOOD)).toBuilder();
        TensorProto.Builder weights = model.getGraphBuilder().getInitializerBuilderList().stream()
                .filter(tensor -> tensor.getRawData().size() > 1_000)
                .findFirst()
                .orElseThrow();
        weights.clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("visual.onnx_data"));
        told(model.build().toByteArray(), "visual.onnx_data");
    }

    /** Flipped bytes either leave a model that runs, or are told; they never end the process. */
    @Test
    void flippedBytes() throws IOException {
        byte[] whole = Files.readAllBytes(GOOD);
        Random random = new Random(1);
        int opened = 0;
        for (int round = 0; round < 60; round++) {
            byte[] flipped = whole.clone();
            for (int i = 0; i < 3; i++) {
                // The weights make up most of the file; the structure lies in its last part.
                int place = random.nextBoolean() ? random.nextInt(2_000) : whole.length - 1 - random.nextInt(60_000);
                flipped[place] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(folder.resolve("visual.onnx"), flipped);
            try (ClipModel model = ClipModel.open(folder);
                    VisionSession session = model.requireVision().open()) {
                session.run(new float[3 * 64 * 64], 1);
                opened++;
            } catch (ModelException told) {
                assertTrue(told.getMessage().startsWith(folder.toString()), told.getMessage());
            }
        }
        assertTrue(opened < 60, "no flipped byte was ever noticed");
    }

    @Test
    void missingTowerIsNamed() throws IOException {
        Files.copy(GOOD, folder.resolve("visual.onnx"));
        try (ClipModel model = ClipModel.open(folder)) {
            assertTrue(model.text().isEmpty());
            String told = assertThrows(ModelException.class, model::requireText).getMessage();
            assertTrue(told.contains("textual.onnx") && told.contains("found only visual.onnx"), told);
        }
    }

    /** As ALIGN is exported without its projection: 24 dimensions against 64. */
    @Test
    void towersWithoutAJointSpace() throws IOException {
        Files.copy(GOOD, folder.resolve("visual.onnx"));
        Files.copy(Fixtures.SAMPLE.resolve("onnx/text_model.onnx"), folder.resolve("textual.onnx"));
        Files.copy(Fixtures.SAMPLE.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        try (ClipModel model = ClipModel.open(folder)) {
            String told = assertThrows(ModelException.class, () -> new TowerTextEmbedder(model))
                    .getMessage();
            assertTrue(told.contains("visual.onnx") && told.contains("textual.onnx: expected"), told);
            assertTrue(told.contains("projection"), told);
        }
    }

    @Test
    void towersUnderEachOthersNames() throws IOException {
        Files.copy(GOOD, folder.resolve("textual.onnx"));
        Files.copy(Fixtures.MODELS.resolve("openai-vit/textual.onnx"), folder.resolve("visual.onnx"));
        String told =
                assertThrows(ModelException.class, () -> ClipModel.open(folder)).getMessage();
        assertTrue(told.contains("wrong name"), told);
    }

    @Test
    void oneFileOpensItsTower() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve("openai-vit/textual.onnx"))) {
            assertTrue(model.vision().isEmpty());
            assertEquals(24, model.requireText().embeddingDimensions());
            String told = assertThrows(
                            ModelException.class, () -> model.requireText().tokenize("a cat"))
                    .getMessage();
            assertTrue(told.contains("tokenizer.json"), told);
        }
    }

    @Test
    void preprocessingOfAnotherModel() throws IOException {
        Files.copy(GOOD, folder.resolve("visual.onnx"));
        Files.copy(Fixtures.SAMPLE.resolve("preprocessor_config.json"), folder.resolve("preprocessor_config.json"));
        String told =
                assertThrows(ModelException.class, () -> ClipModel.open(folder)).getMessage();
        assertTrue(told.contains("64 × 64") && told.contains("96 × 96"), told);
    }

    @Test
    void assumedPreprocessingIsNoted() throws IOException {
        Files.copy(GOOD, folder.resolve("visual.onnx"));
        try (ClipModel model = ClipModel.open(folder)) {
            assertEquals(64, model.requireVision().preprocessing().geometry().width());
            assertTrue(model.notes().stream().anyMatch(note -> note.contains("CLIP's own preprocessing")));
        }
    }

    @Test
    void brokenConfig() throws IOException {
        Files.copy(GOOD, folder.resolve("visual.onnx"));
        Files.writeString(folder.resolve("config.json"), "{\"text_config\": ");
        String told =
                assertThrows(ModelException.class, () -> ClipModel.open(folder)).getMessage();
        assertTrue(told.startsWith(folder.resolve("config.json").toString()), told);
    }

    @Test
    void promptLongerThanTheContext() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE);
                TextSession session = model.requireText().open()) {
            List<Tokens> tokens = List.of(Tokens.of(new int[25]));
            String told = assertThrows(ModelException.class, () -> session.run(tokens))
                    .getMessage();
            assertTrue(told.contains("at most 24 tokens, found 25"), told);
        }
    }

    /** A token that the table has no row for is an error of the run, and the session stays usable. */
    @Test
    void tokenOutsideTheVocabulary() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE);
                TextSession session = model.requireText().open()) {
            assertThrows(ModelException.class, () -> session.run(List.of(Tokens.of(3070, 1_000_000, 3071))));
            assertFalse(session.run(List.of(Tokens.of(3070, 5, 3071))).embeddings().length == 0);
        }
    }

    private void told(byte[] model, String expected) throws IOException {
        Path file = folder.resolve("visual.onnx");
        Files.write(file, model);
        String told = assertThrows(ModelException.class, () -> {
                    try (ClipModel opened = ClipModel.open(folder);
                            VisionSession session = opened.requireVision().open()) {
                        session.run(new float[3 * 64 * 64], 1);
                    }
                })
                .getMessage();
        assertTrue(told.startsWith(file.toString()) && told.contains(expected), told);
        assertFalse(told.contains("\n"), told);
    }
}
