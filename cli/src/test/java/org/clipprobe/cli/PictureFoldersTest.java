package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders with loose pictures, copies, splits and accents, as the commands take them. */
class PictureFoldersTest {
    private static final Path CASES = Command.ROOT.resolve("../shared/cases");

    @TempDir
    private Path folder;

    private Path picture(String concept, String style, String to) throws IOException {
        Path target = folder.resolve(to);
        Files.createDirectories(target.getParent());
        return Files.copy(Command.ROOT.resolve("samples/pictures/" + concept + "/" + style + ".png"), target);
    }

    private Command run(Object... words) {
        List<Object> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--cache", "none", "--out", folder.resolve("run")));
        return Command.run(all.toArray());
    }

    private JsonNode answer(Object... words) throws IOException {
        List<Object> all = new ArrayList<>(Arrays.asList(words));
        all.add("--json");
        Command run = run(all.toArray());
        assertEquals(0, run.code(), run.err());
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void attackLeavesLoosePicturesOut() throws IOException {
        picture("spider", "flat/fluent-emoji-flat", "set/spider/1.png");
        picture("pizza", "flat/fluent-emoji-flat", "set/pizza/1.png");
        picture("bell", "flat/fluent-emoji-flat", "set/IMG_1.png");
        JsonNode answer = answer("attack", folder.resolve("set"), "--text", "pizza");
        assertEquals(2, answer.at("/accuracy_before/of").asInt(), answer.toString());
        assertEquals("IMG_1.png", answer.at("/skipped/0/file").asText());
    }

    @Test
    void attackWithoutLabelsNeedsClasses() throws IOException {
        picture("spider", "flat/fluent-emoji-flat", "set/1.png");
        Command refused = run("attack", folder.resolve("set"), "--text", "pizza");
        assertEquals(2, refused.code());
        assertTrue(refused.err().contains("found pictures without either")
                && refused.err().contains("--classes FILE"));
        assertFalse(Files.exists(folder.resolve("run")));
        Path classes = Files.writeString(folder.resolve("classes.txt"), "# what there is\nspider\npizza\n");
        JsonNode answer = answer("attack", folder.resolve("set"), "--text", "pizza", "--classes", classes);
        assertEquals(1, answer.get("trials").asInt());
    }

    @Test
    void probeNeitherDrawsNorTestsLoosePictures() throws IOException {
        for (String concept : List.of("spider", "pizza", "ghost")) {
            picture(concept, "flat/fluent-emoji-flat", "set/" + concept + "/flat/1.png");
        }
        picture("bell", "flat/fluent-emoji-flat", "set/IMG_1.png");
        JsonNode answer = answer("probe", folder.resolve("set"), "--words", 1, "--spellings", 0, "--redraws", 1);
        assertEquals(6, answer.get("examples").size(), "three drawings, three words");
        assertEquals("IMG_1.png", answer.at("/skipped/0/file").asText());
        Command alone = Command.run(
                "probe", folder.resolve("set/spider/flat"), "--cache", "none", "--out", folder.resolve("alone"));
        assertEquals(1, alone.code());
        assertTrue(alone.err().contains("found pictures without either"), alone.err());
    }

    @Test
    void sharedCases() throws IOException {
        assumeTrue(Files.isDirectory(CASES));
        JsonNode stray = answer("attack", CASES.resolve("stray-root"), "--text", "pizza");
        assertEquals(9, stray.at("/accuracy_before/successes").asInt(), stray.toString());
        assertEquals(9, stray.at("/accuracy_before/of").asInt());
        Command flat = run("attack", CASES.resolve("flat-attack"), "--text", "pizza");
        assertEquals(2, flat.code(), flat.err());
    }

    @Test
    void sharedAccents() throws IOException {
        assumeTrue(Files.isDirectory(CASES));
        JsonNode accents = answer(
                "attack",
                CASES.resolve("nfd-folder"),
                "--text",
                "spider",
                "--classes",
                CASES.resolve("nfc-classes.txt"));
        assertEquals(11, accents.at("/accuracy_before/successes").asInt(), accents.toString());
        assertEquals(12, accents.at("/accuracy_before/of").asInt());
    }

    @Test
    void sharedAttackDatasets() throws IOException {
        assumeTrue(Files.isDirectory(CASES));
        for (JsonNode test :
                answer("attack", CASES.resolve("ds-dup"), "--dataset", "csv").get("tests")) {
            assertEquals(1.0, test.get("p").asDouble(), test.toString());
        }
    }
}
