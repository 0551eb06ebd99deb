package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both towers of every export give the embeddings that PyTorch gave. */
class EmbeddingsTest {
    private static final float FULL = 1e-5f;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf-optimum",
                "hf-joint",
                "hf-dynamo",
                "ort-optimised",
                "open_clip",
                "openai-vit",
                "openai-rn",
                "siglip"
            })
    void everyExport(String name) throws IOException {
        check(name, Optional.empty(), FULL);
    }

    /** Weights of 16 bits carry 11 significant ones; dynamic int8 rounds weights and activations to 8. */
    @ParameterizedTest
    @CsvSource({"fp16, 2e-3", "quantized, 0.05"})
    void lowerPrecision(String variant, float tolerance) throws IOException {
        check("hf-optimum", Optional.of(variant), tolerance);
    }

    private static void check(String name, Optional<String> variant, float tolerance) throws IOException {
        ModelOptions options = new ModelOptions(new Device.Cpu(), 1, variant);
        try (ClipModel model = ClipModel.open(Fixtures.MODELS.resolve(name), options);
                VisionSession vision = model.requireVision().open();
                TextSession text = model.requireText().open()) {
            Fixtures.Npy pixels = Fixtures.golden(name, "pixel_values");
            float[] pictures = vision.run(pixels.floats(), pixels.shape()[0]).embeddings();
            float[] prompts = text.run(Fixtures.prompts(name)).embeddings();
            assertClose(Fixtures.golden(name, "image_embeds").floats(), pictures, tolerance);
            assertClose(Fixtures.golden(name, "text_embeds").floats(), prompts, tolerance);
        }
    }

    private static void assertClose(float[] expected, float[] found, float tolerance) {
        float largest = Fixtures.largestDifference(expected, found);
        assertTrue(largest <= tolerance, "expected within " + tolerance + ", found " + largest);
    }
}
