package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second probe computes nothing that the first one computed, and never answers with what is not true any more. */
class RepeatedProbeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path pictures;
    private int runs;

    @BeforeEach
    void copy() throws IOException {
        pictures = SmallPictures.copy(folder.resolve("pictures"), 4);
    }

    private ObjectNode probe(Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of("probe", pictures, "--json", "--redraws", 2));
        words.addAll(List.of("--cache", folder.resolve("cache"), "--out", folder.resolve("run" + runs++)));
        words.addAll(List.of(options));
        Command run = Command.run(words.toArray());
        assertEquals(0, run.code(), run.err());
        return (ObjectNode) JSON.readTree(run.out());
    }

    private Map<String, String> tables(int run) throws IOException {
        return SmallPictures.tables(folder.resolve("run" + run));
    }

    /** How many examples went through the tower in the last run. */
    private int computed() throws IOException {
        return JSON.readTree(folder.resolve("run" + (runs - 1) + "/run.json").toFile())
                .get("computed")
                .asInt();
    }

    private static boolean recalled(Path run) throws IOException {
        return JSON.readTree(run.resolve("run.json").toFile()).get("seconds").has("taking an earlier answer");
    }

    @Test
    void theSameQuestionIsAnsweredWithTheSameTablesAndNoForwardPass() throws IOException {
        ObjectNode first = probe();
        assertEquals(first.get("examples").size(), computed());
        ObjectNode second = probe();
        assertTrue(recalled(folder.resolve("run1")));
        assertEquals(0, computed());
        assertEquals(tables(0), tables(1));
        assertTrue(tables(0).containsKey("activations/vision.3.mlp.npy"));
        assertEquals(first, second);
        JsonNode record = JSON.readTree(folder.resolve("run1/run.json").toFile());
        assertEquals(JSON.readTree(folder.resolve("run0/run.json").toFile()).get("examples"), record.get("examples"));
        String page = Files.readString(folder.resolve("run1/report.html"));
        assertTrue(page.contains(folder.resolve("run1").toString()), "the page names another run");
        assertTrue(!page.contains(folder.resolve("run0").toString()), "the page names the earlier run");
    }

    @Test
    void withItsAnswerForgottenTheTowerStillRunsNotOnce() throws IOException {
        probe();
        delete(folder.resolve("cache/probes"));
        probe();
        assertEquals(0, computed());
        assertEquals(tables(0), tables(1));
    }

    @Test
    void anAnswerWithoutItsActivationsIsComputedAgain() throws IOException {
        probe();
        int all = computed();
        delete(folder.resolve("cache/activations"));
        probe();
        assertEquals(all, computed());
        assertEquals(tables(0), tables(1));
    }

    @Test
    void aChangedOptionPictureOrNameIsAnotherQuestion() throws IOException {
        probe();
        probe("--seed", 1);
        probe("--pages");
        assertEquals(tables(0).keySet(), tables(1).keySet());
        String activations = "activations/vision.3.mlp.npy";
        assertNotEquals(tables(0).get(activations), tables(1).get(activations), "a seed draws other words");
        assertTrue(Files.exists(folder.resolve("run2/units/index.html")));
        Files.copy(
                pictures.resolve("pizza/flat/fluent-emoji-flat.png"),
                pictures.resolve("spider/flat/fluent-emoji-flat.png"),
                StandardCopyOption.REPLACE_EXISTING);
        probe();
        assertEquals(0, computed());
        assertNotEquals(tables(0), tables(3));
        Files.move(pictures.resolve("ghost"), pictures.resolve("spectre"));
        probe();
        for (int run = 0; run < runs; run++) {
            assertTrue(!recalled(folder.resolve("run" + run)), "run " + run);
        }
        assertTrue(Files.readString(folder.resolve("run4/concepts.csv")).contains("spectre"));
    }

    @Test
    void aChangedFileBesideTheModelIsAnotherQuestion() throws IOException {
        Path model = folder.resolve("model");
        for (String name : List.of("onnx/vision_model.onnx", "config.json", "preprocessor_config.json")) {
            Files.createDirectories(model.resolve(name).getParent());
            Files.copy(Command.ROOT.resolve("samples/emoji-clip").resolve(name), model.resolve(name));
        }
        probe("--model", model);
        int all = computed();
        Path preprocessing = model.resolve("preprocessor_config.json");
        ObjectNode settings = (ObjectNode) JSON.readTree(preprocessing.toFile());
        settings.putArray("image_mean").add(0.1).add(0.1).add(0.1);
        JSON.writeValue(preprocessing.toFile(), settings);
        probe("--model", model);
        assertEquals(all, computed());
        assertNotEquals(tables(0), tables(1));
        probe("--model", model);
        assertTrue(recalled(folder.resolve("run2")));
        assertEquals(tables(1), tables(2));
    }

    @Test
    void aDeviceThatIsFoundToBeTheProcessorSharesItsValues() throws IOException {
        probe("--device", "cpu");
        int all = computed();
        probe("--device", "auto");
        boolean processor = JSON.readTree(folder.resolve("run1/run.json").toFile())
                .at("/versions/device")
                .asText()
                .equals("cpu");
        assertEquals(processor ? 0 : all, computed());
    }

    @Test
    void skippedFilesAreSaidAgainAndAMendedOneIsLookedAt() throws IOException {
        Path broken = pictures.resolve("spider/flat/broken.png");
        Files.writeString(broken, "no picture");
        ObjectNode first = probe();
        ObjectNode second = probe();
        assertTrue(recalled(folder.resolve("run1")));
        assertEquals("spider/flat/broken.png", second.at("/skipped/0/file").asText());
        assertEquals(first.get("skipped"), second.get("skipped"));
        Files.copy(
                Command.ROOT.resolve("samples/pictures/cat/flat/fluent-emoji-flat.png"),
                broken,
                StandardCopyOption.REPLACE_EXISTING);
        ObjectNode third = probe();
        assertEquals(1, computed());
        assertEquals(0, third.get("skipped").size());
    }

    @Test
    void withoutACacheNothingIsKept() throws IOException {
        for (String run : List.of("a", "b")) {
            Command probe = Command.run(
                    "probe", pictures, "--words", 1, "--spellings", 0, "--cache", "none", "--out", folder.resolve(run));
            assertEquals(0, probe.code(), probe.err());
            assertTrue(!recalled(folder.resolve(run)));
        }
        assertEquals(SmallPictures.tables(folder.resolve("a")), SmallPictures.tables(folder.resolve("b")));
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
