package org.clipprobe.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.HookPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short run of the sample's recipe ends in a model that opens. Runs where the environment variable
 * {@code CLIPPROBE_PYTHON} names a Python that has the recipe's requirements; takes minutes.
 */
@EnabledIfEnvironmentVariable(named = "CLIPPROBE_PYTHON", matches = ".+")
class RecipeTest {
    private static final Path RECIPE = Path.of(System.getProperty("clipprobe.root"), "samples", "emoji-clip", "recipe");

    @TempDir
    private Path folder;

    @Test
    void theShortRunEndsInAModelThatLearned() throws IOException, InterruptedException {
        Path model = folder.resolve("model");
        Path pictures = folder.resolve("pictures");
        make("--short", "--threads", "1", "--out", model.toString(), "--pictures", pictures.toString());

        try (ClipModel clip = ClipModel.open(model)) {
            List<String> hookPoints = clip.requireVision().hookPoints().stream()
                    .map(HookPoint::name)
                    .toList();
            assertTrue(
                    hookPoints.containsAll(List.of("vision.0.mlp", "vision.3.mlp", "vision.3.head", "vision.4.mlp")),
                    hookPoints::toString);
            assertEquals(24, clip.requireText().contextLength());
        }
        assertEquals(12, ProbingSet.read(pictures).concepts().size());

        JsonNode measured =
                new ObjectMapper().readTree(model.resolve("measured.json").toFile());
        double chance = 1.0 / 12;
        assertTrue(measured.get("seen styles").asDouble() > 2 * chance, measured::toString);
    }

    private void make(String... options) throws IOException, InterruptedException {
        Optional<String> python = Optional.ofNullable(System.getenv("CLIPPROBE_PYTHON"));
        assumeTrue(python.isPresent());
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(python.get(), "make.py");
        builder.command().addAll(List.of(options));
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        int code = builder.directory(RECIPE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertEquals(0, code, Files.readString(output));
    }
}
