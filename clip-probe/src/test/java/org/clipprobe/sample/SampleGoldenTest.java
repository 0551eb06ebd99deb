package org.clipprobe.sample;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.junit.jupiter.api.Test;

/** The sample's embeddings, its last block and its head are what PyTorch computes; {@code make.py --goldens} wrote them. */
class SampleGoldenTest {
    private static final Path SAMPLE = Path.of(System.getProperty("clipprobe.root"), "samples", "emoji-clip");
    private static final double EXACT = 1e-5;
    private static final int SIDE = 96;
    private static final float MEAN = 0.5f;
    private static final float DEVIATION = 0.27f;

    @Test
    void picturesAsInPyTorch() throws IOException {
        JsonNode goldens = goldens();
        try (ClipModel model = ClipModel.open(SAMPLE)) {
            VisionTower tower = model.requireVision();
            List<Capture> captures = List.of(
                    new Capture(tower.hookPoint("vision.3.mlp"), Pooling.TOKEN),
                    new Capture(tower.hookPoint("vision.4.mlp"), Pooling.TOKEN));
            try (VisionSession session = tower.open(captures)) {
                TowerOutput output = session.run(pixels(), 2);
                near(goldens.path("image_embeds"), output.embeddings());
                for (int i = 0; i < captures.size(); i++) {
                    near(
                            goldens.path(captures.get(i).at().name()),
                            output.captured().get(i).values());
                }
            }
        }
    }

    @Test
    void promptsAsInPyTorch() throws IOException {
        JsonNode goldens = goldens();
        List<String> prompts = new ArrayList<>();
        goldens.path("prompts").forEach(prompt -> prompts.add(prompt.asText()));
        try (ClipModel model = ClipModel.open(SAMPLE);
                TextSession session = model.requireText().open()) {
            near(
                    goldens.path("text_embeds"),
                    session.run(model.requireText().tokenize(prompts)).embeddings());
        }
    }

    private static JsonNode goldens() throws IOException {
        try (InputStream file = SampleGoldenTest.class.getResourceAsStream("goldens.json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    /** The pictures that the recipe makes for its goldens. */
    private static float[] pixels() {
        float[] pixels = new float[2 * 3 * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int level = (int) (i * 7919L % 65537 % 256);
            pixels[i] = (level / 255f - MEAN) / DEVIATION;
        }
        return pixels;
    }

    private static void near(JsonNode expected, float[] found) {
        int i = 0;
        double largest = 0;
        for (JsonNode row : expected) {
            for (JsonNode value : row) {
                largest = Math.max(largest, Math.abs(value.asDouble() - found[i]));
                i++;
            }
        }
        double difference = largest;
        assertTrue(
                i == found.length && difference <= EXACT, () -> "expected within " + EXACT + ", found " + difference);
    }
}
