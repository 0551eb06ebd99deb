package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookTest {
    private static final Path SPIDER = Command.ROOT.resolve("samples/pictures/spider/render/fluent-emoji.png");

    @TempDir
    Path folder;

    @Test
    void severalPicturesAndPrompts() throws IOException {
        Path out = folder.resolve("out");
        Command run = Command.run(
                "look",
                SPIDER,
                "a spider",
                Command.ROOT.resolve("samples/pictures/spider/line"),
                "an airplane",
                "--unit",
                "vision.3.mlp:178",
                "--out",
                out);
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("\"a spider\"  cosine 0."), run.out());
        // Four pictures, each with a unit, attention, rollout and occlusion for each prompt.
        List<String> maps = Files.readAllLines(out.resolve("maps.csv"));
        assertEquals(1 + 4 * (3 + 2), maps.size());
        assertEquals(128 + 4 * 5 * 36 * Float.BYTES, Files.size(out.resolve("maps.npy")));
        for (String name : List.of("report.html", "places.csv", "parts.csv", "tokens.csv", "run.json")) {
            assertTrue(Files.exists(out.resolve(name)), name);
        }
        Command again = Command.run(
                "look",
                SPIDER,
                "a spider",
                Command.ROOT.resolve("samples/pictures/spider/line"),
                "an airplane",
                "--unit",
                "vision.3.mlp:178",
                "--out",
                folder.resolve("again"));
        assertEquals(0, again.code(), again.err());
        assertEquals(SmallPictures.tables(out), SmallPictures.tables(folder.resolve("again")));
    }

    @Test
    void theSampleWithoutArguments() {
        Command run = Command.run("look", "--json", "--out", folder.resolve("out"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("\"prompt\" : \"a spider\""), run.out());
    }

    @ParameterizedTest
    @CsvSource({"missing.png,no such file", "--unit=vision.3.mlp,such as vision.3.mlp:178", "--batch=0,1 or more"})
    void wrongUsage(String word, String told) {
        Command run = Command.run("look", word, "--out", folder.resolve("out"));
        assertEquals(2, run.code(), run.err());
        assertTrue(run.err().contains(told), run.err());
    }
}
