package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model says of itself, and that its sessions capture, change and batch as they promise. */
class TowersTest {
    private static final float FULL = 1e-5f;

    @Test
    void capturesEqualTheHooksOfPyTorch() throws IOException {
        String name = "hf-optimum";
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve(name))) {
            VisionTower tower = model.requireVision();
            List<Capture> captures = tower.matching("vision.*.mlp").stream()
                    .map(point -> new Capture(point, Pooling.NONE))
                    .toList();
            assertEquals(3, captures.size());
            try (VisionSession session = tower.open(captures)) {
                TowerOutput output =
                        session.run(Fixtures.golden(name, "pixel_values").floats(), 3);
                for (Captured captured : output.captured()) {
                    assertArrayEquals(new int[] {3, 17, 192}, captured.shape());
                    assertClose(
                            Fixtures.golden(name, captured.capture().at().name())
                                    .floats(),
                            captured.values());
                }
            }
        }
    }

    @Test
    void capturesAloneGiveTheSameWithoutEmbeddings() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve("openai-rn"))) {
            VisionTower tower = model.requireVision();
            List<Capture> captures = List.of(new Capture(tower.hookPoint("vision.layer2"), Pooling.MAX));
            float[] pixels = Fixtures.golden("openai-rn", "pixel_values").floats();
            try (VisionSession whole = tower.open(captures);
                    VisionSession alone = tower.openCaptures(captures)) {
                TowerOutput expected = whole.run(pixels, 3);
                TowerOutput found = alone.run(pixels, 3);
                assertEquals(3 * tower.embeddingDimensions(), expected.embeddings().length);
                assertEquals(0, found.embeddings().length);
                assertArrayEquals(
                        expected.captured().get(0).values(),
                        found.captured().get(0).values());
            }
        }
    }

    @Test
    void interventionsChangeTheEmbedding() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve("hf-optimum"));
                VisionSession session = model.requireVision()
                        .open(
                                List.of(),
                                List.of(new Intervention.Set(
                                        "vision.1.mlp", List.of(7), 0, Intervention.Positions.ALL)))) {
            float[] pixels = Fixtures.golden("hf-optimum", "pixel_values").floats();
            assertClose(
                    Fixtures.golden("hf-optimum", "do.zero-vision.1.mlp.7").floats(),
                    session.run(pixels, 3).embeddings());
        }
    }

    /** A prompt's values do not depend on the prompts beside it, nor on their order. */
    @ParameterizedTest
    @ValueSource(strings = {"MAX", "MEAN", "TOKEN"})
    void promptsDoNotDisturbEachOther(String pooling) throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            TextTower tower = model.requireText();
            List<Capture> captures = tower.matching("text.*.mlp").stream()
                    .map(point -> new Capture(point, Pooling.valueOf(pooling)))
                    .toList();
            List<Tokens> prompts =
                    tower.tokenize(List.of("a cat", "a drawing of a very large spider", "", "two words", "a dog"));
            try (TextSession session = tower.open(captures)) {
                TowerOutput together = session.run(prompts);
                for (int i = 0; i < prompts.size(); i++) {
                    TowerOutput alone = session.run(List.of(prompts.get(i)));
                    assertClose(alone.embeddings(), row(together.embeddings(), prompts.size(), i));
                    for (int c = 0; c < captures.size(); c++) {
                        float[] all = together.captured().get(c).values();
                        assertClose(alone.captured().get(c).values(), row(all, prompts.size(), i));
                    }
                }
            }
        }
    }

    /** The tower is causal and reads out the first end token: padding behind it changes nothing. */
    @Test
    void paddingBehindTheEndTokenChangesNothing() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE);
                TextSession session = model.requireText().open()) {
            int[] ids = model.requireText().tokenize("a photo of a cat").ids();
            int[] padded = Arrays.copyOf(ids, 24);
            Arrays.fill(padded, ids.length, 24, ids[ids.length - 1]);
            assertClose(
                    session.run(List.of(Tokens.of(ids))).embeddings(),
                    session.run(List.of(Tokens.of(padded))).embeddings());
        }
    }

    @Test
    void unpooledPromptsOfSeveralLengthsAreFilledWithZeros() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            TextTower tower = model.requireText();
            HookPoint point = tower.hookPoint("text.1.resid");
            try (TextSession session = tower.open(List.of(new Capture(point, Pooling.NONE)))) {
                Captured captured = session.run(tower.tokenize(List.of("cat", "a photo of a cat")))
                        .captured()
                        .get(0);
                int positions = captured.shape()[1];
                assertEquals(7, positions);
                float[] first = row(captured.values(), 2, 0);
                assertTrue(first[2 * point.units()] != 0);
                for (int i = 3 * point.units(); i < first.length; i++) {
                    assertEquals(0, first[i]);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf-joint", "hf-optimum"})
    void logitsOfPicturesAndPrompts(String name) throws IOException {
        Path file = Fixtures.MODELS.resolve(name).resolve(name.equals("hf-joint") ? "model.onnx" : "onnx/model.onnx");
        try (ClipModel model = ClipModel.open(file);
                VisionSession vision = model.requireVision().open();
                TextSession text = model.requireText().open()) {
            double scale = model.logitScale().orElseThrow();
            assertEquals(100, scale, 0.01);
            float[] pictures = vision.run(Fixtures.golden(name, "pixel_values").floats(), 3)
                    .embeddings();
            float[] prompts = text.run(Fixtures.prompts(name)).embeddings();
            float[] logits = new float[3 * 2];
            for (int i = 0; i < logits.length; i++) {
                double sum = 0;
                for (int d = 0; d < 24; d++) {
                    sum += (double) pictures[i / 2 * 24 + d] * prompts[i % 2 * 24 + d];
                }
                logits[i] = (float) (scale * sum);
            }
            float largest = Fixtures.largestDifference(
                    Fixtures.golden(name, "logits_per_image").floats(), logits);
            assertTrue(largest <= 1e-4, "expected logits of up to 100 within 1e-4, found " + largest);
        }
    }

    @Test
    void sampleTellsItsLogitScale() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            assertEquals(20.108997344970703, model.logitScale().orElseThrow());
            assertEquals(List.of(), model.notes());
        }
    }

    @Test
    void fingerprintIsThatOfTheFilesHashes() throws IOException, GeneralSecurityException {
        String vision = sha256(Files.readAllBytes(Fixtures.SAMPLE.resolve("onnx/vision_model.onnx")));
        String text = sha256(Files.readAllBytes(Fixtures.SAMPLE.resolve("onnx/text_model.onnx")));
        String tokenizer = sha256(Files.readAllBytes(Fixtures.SAMPLE.resolve("tokenizer.json")));
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            assertEquals(sha256((vision + text).getBytes(StandardCharsets.US_ASCII)), model.fingerprint());
            Map<String, String> hashes = model.stored().hashes();
            assertEquals(vision, hashes.get("onnx/vision_model.onnx"));
            assertEquals(text, hashes.get("onnx/text_model.onnx"));
            assertEquals(tokenizer, hashes.get("tokenizer.json"));
        }
    }

    private static String sha256(byte[] content) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void missingHookPointsNameTheirNeighbours() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE)) {
            VisionTower tower = model.requireVision();
            String told = assertThrows(ModelException.class, () -> tower.hookPoint("vision.3.mpl"))
                    .getMessage();
            assertTrue(told.contains("vision.3.mlp"), told);
            assertThrows(ModelException.class, () -> tower.matching("text.*"));
            assertEquals(
                    List.of("vision.0.mlp", "vision.1.mlp", "vision.2.mlp", "vision.3.mlp", "vision.4.mlp"),
                    tower.matching("vision.*.mlp").stream().map(HookPoint::name).toList());
        }
    }

    @Test
    void tooFewPixelsAreRefused() throws IOException {
        try (ClipModel model = ClipModel.open(Fixtures.SAMPLE);
                VisionSession session = model.requireVision().open()) {
            assertThrows(IllegalArgumentException.class, () -> session.run(new float[10], 1));
            assertThrows(IllegalArgumentException.class, () -> session.run(new float[10], 0));
        }
    }

    private static float[] row(float[] values, int rows, int row) {
        int length = values.length / rows;
        return Arrays.copyOfRange(values, row * length, (row + 1) * length);
    }

    private static void assertClose(float[] expected, float[] found) {
        float largest = Fixtures.largestDifference(expected, found);
        assertTrue(largest <= FULL, "expected within " + FULL + ", found " + largest);
    }
}
