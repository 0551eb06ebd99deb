package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "probe", "activations", "unit", "concept", "attack", "doctor"})
    void helpTeaches(String name) {
        Command help = Command.run(name, "--help");
        assertEquals(0, help.code());
        assertTrue(help.out().contains("Examples:"), help.out());
        assertTrue(help.out().contains("--model"), help.out());
        assertEquals("", help.err());
    }

    @Test
    void theTopHelpNamesEveryCommandAndExitCode() {
        String help = Command.run("--help").out();
        for (String word : new String[] {"inspect", "probe", "activations", "130", "generate-completion"}) {
            assertTrue(help.contains(word), word + " is missing in\n" + help);
        }
    }

    @Test
    void completionIsAScript() {
        Command script = Command.run("generate-completion");
        assertEquals(0, script.code());
        assertTrue(script.out().contains("complete -F"));
    }

    @Test
    void wrongUsageEndsWithTwoAndSaysWhatIsMeant() {
        Command unknown = Command.run("prob");
        assertEquals(2, unknown.code());
        assertTrue(unknown.err().contains("probe"), unknown.err());
        Command option = Command.run("probe", "--redraw", "3");
        assertEquals(2, option.code());
        assertTrue(option.err().contains("--redraws"), option.err());
        assertEquals(2, Command.run("probe", "--fdr", "7").code());
        assertEquals(2, Command.run("probe", "--batch", "0").code());
        assertEquals(2, Command.run("inspect", "--device", "tpu").code());
        assertEquals(
                2,
                Command.run("activations", "--at", "vision.99.mlp", "--out", folder.resolve("x"))
                        .code());
    }

    @Test
    void inspectListsTowersHookPointsAndUnits() throws IOException {
        Command text = Command.run("inspect");
        assertEquals(0, text.code(), text.err());
        assertTrue(text.out().contains("vision.3.mlp"), text.out());
        JsonNode json =
                new ObjectMapper().readTree(Command.run("inspect", "--json").out());
        assertEquals(512, json.at("/vision/hook_points/vision.3.mlp").asInt());
        assertEquals(512, json.at("/text/hook_points/text.2.mlp").asInt());
        assertEquals(24, json.at("/text/context_tokens").asInt());
    }

    @Test
    void aMissingModelIsOneSentence() {
        Command missing = Command.run("inspect", "--model", folder.resolve("gone"));
        assertEquals(1, missing.code());
        assertTrue(missing.err().startsWith("clip-probe: " + folder.resolve("gone")), missing.err());
        assertEquals(1, missing.err().lines().count(), missing.err());
    }

    @Test
    void aGpuThatIsNotThereIsSaidAndAutoFallsBack() {
        Command cuda = Command.run("inspect", "--device", "cuda");
        assertEquals(1, cuda.code());
        assertFalse(cuda.err().contains("\tat "), cuda.err());
        Command auto = Command.run("inspect", "--device", "auto");
        assertEquals(0, auto.code(), auto.err());
        assertTrue(auto.err().contains("note: "), auto.err());
    }

    @Test
    void aFolderThatIsNotEmptyIsLeftAsItIs() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");
        Command run = Command.run("activations", "--out", folder);
        assertEquals(1, run.code());
        assertTrue(run.err().contains("not empty"), run.err());
        assertEquals("mine", Files.readString(mine));
        assertEquals(1, folder.toFile().list().length);
    }
}
