package org.clipprobe.attack.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The arithmetic on the logits of each picture that the authors of SCAM publish with their project page (repository
 * Bliss-e-V/SCAM-project-page, {@code data/vlm_similarity_*}), against the accuracies of their paper. Nothing of it is in
 * this project: the variable names the folder.
 */
@EnabledIfEnvironmentVariable(named = "CLIPPROBE_SCAM_LOGITS", matches = ".+")
class PublishedLogitsTest {
    private static final Path FOLDER = Path.of(System.getenv().getOrDefault("CLIPPROBE_SCAM_LOGITS", ""));

    /** Percent right: NoSCAM, SCAM, SynthSCAM, of models with one published checkpoint. */
    private static final Map<String, double[]> PUBLISHED = Map.of(
            "RN50", new double[] {97.76, 36.66, 22.46},
            "RN101", new double[] {97.93, 40.19, 26.25},
            "RN50x4", new double[] {98.19, 32.87, 26.33},
            "RN50x64", new double[] {98.97, 32.01, 31.76},
            "ViT-L-14-336", new double[] {99.23, 33.91, 26.51},
            "ViT-B-16-SigLIP", new double[] {99.23, 81.41, 75.47});

    private static JsonNode json(String name) throws IOException {
        return JsonMapper.builder().build().readTree(FOLDER.resolve(name).toFile());
    }

    private static List<TwoWay.Choice> choices(String model) throws IOException {
        JsonNode columns = json("vlm_similarity_metadata.json").get("columns");
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.asText()));
        int object = names.indexOf(model + "_object_similarities");
        int attack = names.indexOf(model + "_attack_similarities");
        ByteBuffer values = ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve("vlm_similarity_data.bin")))
                .order(ByteOrder.LITTLE_ENDIAN);
        List<TwoWay.Choice> choices = new ArrayList<>();
        for (JsonNode scene : json("vlm_similarity_index.json")) {
            for (Map.Entry<String, JsonNode> set : scene.get("variants").properties()) {
                int row = 2 * Integer.BYTES + set.getValue().get("row_index").asInt() * names.size() * Float.BYTES;
                float rival = values.getFloat(row + attack * Float.BYTES);
                choices.add(new TwoWay.Choice(
                        scene.get("image_id").asText(),
                        set.getKey(),
                        FOLDER,
                        scene.get("object_label").asText(),
                        scene.get("attack_word").asText(),
                        values.getFloat(row + object * Float.BYTES),
                        rival,
                        rival,
                        OptionalDouble.of(scene.get("postit_area_pct").asDouble())));
            }
        }
        return choices;
    }

    @Test
    void accuraciesAreThoseOfThePaper() throws IOException {
        for (Map.Entry<String, double[]> model : PUBLISHED.entrySet()) {
            List<TwoWay.SetAccuracy> sets = TwoWay.accuracy(choices(model.getKey()));
            for (int i = 0; i < 3; i++) {
                assertEquals(1162, sets.get(i).accuracy().trials());
                assertEquals(
                        model.getValue()[i],
                        100 * sets.get(i).accuracy().share(),
                        0.005,
                        model.getKey() + ", " + sets.get(i).set());
            }
        }
    }

    /** Which quarter a picture on the border belongs to is not published: one picture is 0.35 % of a quarter. */
    @Test
    void quartersByTheLabelsAreaAreThose() throws IOException {
        List<TwoWay.SetAccuracy> quarters = TwoWay.byLabelArea(choices("RN50")).stream()
                .filter(quarter -> quarter.set().startsWith("SCAM"))
                .toList();
        double[] expected = {70.7, 36.2, 24.8, 15.2};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    expected[i],
                    100 * quarters.get(i).accuracy().share(),
                    0.4,
                    quarters.get(i).set());
        }
    }
}
