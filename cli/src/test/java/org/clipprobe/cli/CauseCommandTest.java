package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ablate} and {@code defend} on a few of the sample's pictures: what they write, and what they refuse. */
class CauseCommandTest {
    @TempDir
    Path folder;

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private static void done(Command command) {
        assertEquals(0, command.code(), command.err());
    }

    @Test
    void ablateWritesItsVerdictTablesAndPage() throws IOException {
        Path pictures = SmallPictures.copy(folder.resolve("pictures"), 6);
        Path out = folder.resolve("ablate");
        done(Command.run("ablate", pictures, "--attacks", 24, "--draws", 1, "--cache", "none", "--out", out));
        JsonNode answer = json(out.resolve("answer.json"));
        assertTrue(List.of("units", "heads", "spread", "nothing_named", "no_attack")
                .contains(answer.path("verdict").asText()));
        assertEquals(
                24,
                answer.path("cases_chosen_on").asInt()
                        + answer.path("cases_judged_on").asInt());
        for (String name : List.of("ablation.csv", "blocks.csv", "candidates.csv", "report.html", "run.json")) {
            assertTrue(Files.size(out.resolve(name)) > 0, name);
        }
    }

    @Test
    void defendJudgesAModelAgainstItself() throws IOException {
        Path pictures = SmallPictures.copy(folder.resolve("pictures"), 4);
        Path model = Command.ROOT.resolve("samples/emoji-clip");
        Path out = folder.resolve("check");
        done(Command.run("defend", "--check", model, model, pictures, "--attacks", 8, "--cache", "none", "--out", out));
        JsonNode answer = json(out.resolve("answer.json"));
        assertEquals(0, answer.path("ways").path(0).path("drop").path("value").asDouble());
        assertEquals(8, answer.path("cases_judged_on").asInt());
        assertTrue(Files.notExists(out.resolve("model")));
    }

    @Test
    void whatMakesNoSenseIsRefused() throws IOException {
        Path flat = Files.createDirectories(folder.resolve("flat"));
        Files.copy(
                SmallPictures.copy(folder.resolve("one"), 1).resolve("spider/flat/fluent-emoji-flat.png"),
                flat.resolve("a.png"));
        Path model = Command.ROOT.resolve("samples/emoji-clip");
        refused("--draws: expected 1 or more", "ablate", "--draws", 0);
        refused("--attacks: expected 4 or more", "ablate", "--attacks", 3);
        refused("--text: expected a word", "ablate", "--text", " ");
        refused("--classes: expected at least 2 classes", "ablate", folder.resolve("one"));
        refused("without either", "ablate", flat);
        refused("--clean-loss: expected a share", "defend", "--clean-loss", 2);
        refused("--clean-loss: expected a share", "defend", "--clean-loss", "NaN");
        refused("--candidates: expected 1 or more", "defend", "--candidates", 0);
        refused("--model: has no meaning with --check", "defend", "--model", model, "--check", model, model);
        refused("outside of the model's folder", "defend", "--model", model, "--out", model.resolve("run"));
    }

    private static void refused(String why, Object... words) {
        Command command = Command.run(words);
        assertEquals(Main.WRONG_USAGE, command.code(), command.err());
        assertTrue(command.err().contains(why), command.err());
    }
}
