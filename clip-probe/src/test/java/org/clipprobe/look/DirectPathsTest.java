package org.clipprobe.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Fixtures;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tower;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions, heads and the parts without a position add up to the similarity. */
class DirectPathsTest {
    private static final double EXACT = 1e-5;

    @ParameterizedTest
    @ValueSource(strings = {"hf-optimum", "hf-joint", "hf-dynamo", "openai-vit", "open_clip", "ort-optimised"})
    void picturesAddUp(String model) throws IOException {
        try (ClipModel opened = ClipModel.open(Fixtures.MODELS.resolve(model))) {
            VisionTower tower = opened.requireVision();
            float[][] directions = directions(tower.embeddingDimensions());
            DirectPaths paths = DirectPaths.of(tower, directions).orElseThrow();
            float[] all = Fixtures.golden(model, "pixel_values").floats();
            int size = all.length / 3;
            try (VisionSession session = tower.open(paths.captures())) {
                for (int picture = 0; picture < 3; picture++) {
                    var output = session.run(Arrays.copyOfRange(all, picture * size, (picture + 1) * size), 1);
                    check(paths.of(output.captured()), output.embeddings(), directions);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf-optimum",
                "hf-joint",
                "hf-dynamo",
                "openai-vit",
                "openai-rn",
                "open_clip",
                "ort-optimised",
                "siglip"
            })
    void promptsAddUp(String model) throws IOException {
        try (ClipModel opened = ClipModel.open(Fixtures.MODELS.resolve(model))) {
            TextTower tower = opened.requireText();
            float[][] directions = directions(tower.embeddingDimensions());
            DirectPaths paths = DirectPaths.of(tower, directions).orElseThrow();
            try (TextSession session = tower.open(paths.captures())) {
                for (var prompt : Fixtures.prompts(model)) {
                    var output = session.run(List.of(prompt));
                    check(paths.of(output.captured()), output.embeddings(), directions);
                }
            }
        }
    }

    private static void check(List<Decomposition> sums, float[] embedding, float[][] directions) {
        for (int k = 0; k < directions.length; k++) {
            double cosine = 0;
            for (int d = 0; d < embedding.length; d++) {
                cosine += (double) embedding[d] * directions[k][d];
            }
            assertEquals(cosine, sums.get(k).total(), EXACT);
            assertTrue(sums.get(k).error() < EXACT, "off by " + sums.get(k).error());
            double heads = 0;
            for (float value : sums.get(k).contributions()) {
                heads += Math.abs(value);
            }
            assertTrue(heads > 0.01, "heads give next to nothing");
        }
    }

    private static float[][] directions(int dimensions) {
        SplittableRandom random = new SplittableRandom(1);
        float[][] directions = new float[2][dimensions];
        for (float[] direction : directions) {
            double squares = 0;
            for (int d = 0; d < dimensions; d++) {
                direction[d] = (float) (random.nextDouble() - 0.5);
                squares += direction[d] * direction[d];
            }
            for (int d = 0; d < dimensions; d++) {
                direction[d] /= (float) Math.sqrt(squares);
            }
        }
        return directions;
    }

    @ParameterizedTest
    @CsvSource({"openai-rn, no attention", "siglip, no single token"})
    void whatIsNoSuchSumIsSaid(String model, String why) throws IOException {
        try (ClipModel opened = ClipModel.open(Fixtures.MODELS.resolve(model))) {
            Tower<?> tower = opened.requireVision();
            assertFalse(DirectPaths.of(tower, directions(tower.embeddingDimensions()))
                    .isPresent());
            Optional<String> said = DirectPaths.obstacle(tower);
            assertTrue(said.orElse("").contains(why), said.toString());
        }
    }
}
