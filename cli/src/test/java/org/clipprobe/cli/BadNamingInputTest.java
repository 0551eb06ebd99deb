package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code unit} and {@code concept} cannot work with ends with one sentence, the right exit code and no run folder, and
 * before any picture is looked at: nothing is ever put into the cache.
 */
class BadNamingInputTest {
    private static final int FAILED = Main.FAILED;
    private static final int WRONG = Main.WRONG_USAGE;

    @TempDir
    private static Path pictures;

    @TempDir
    private Path folder;

    @BeforeAll
    static void copy() throws IOException {
        SmallPictures.copy(pictures, 2);
    }

    private void refused(String expected, int code, Object... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        Path run = folder.resolve("run");
        Path cache = folder.resolve("cache");
        all.addAll(List.of("--out", run, "--cache", cache));
        Command command = Command.run(all.toArray());
        String said = command.err();
        assertEquals(code, command.code(), said);
        assertTrue(said.startsWith("clip-probe: ") && said.contains(expected), said);
        assertFalse(said.contains("\tat ") || said.contains("Exception") || said.contains("please report"), said);
        assertEquals(1, said.lines().filter(line -> !line.startsWith("Try ")).count(), said);
        assertFalse(Files.exists(run), "a run folder is there");
        assertFalse(Files.exists(cache.resolve("activations")), "pictures were looked at");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vision.3.mlp:900 | vision.3.mlp has 512 units, 0 to 511; asked for 900",
                "vision.3.mlp:512 | asked for 512",
                "vision.3.mlp:500-512 | asked for 500-512",
                "vision.3.mlp:600-512 | asked for 600-512",
                "vision.*.mlp:512 | vision.0.mlp has 512 units, 0 to 511; asked for 512",
                "vision.3.mlp:99999999999999999999 | asked for 99999999999999999999",
                "vision.3.mlp:1-99999999999 | asked for 1-99999999999",
                "vision.3.mlp:20-10 | vision.3.mlp:20-10: expected the smaller number first, found 20 before 10",
                "vision.3.mlp:-5 | vision.3.mlp:-5: expected a unit such as vision.3.mlp:117",
                "vision.3.mlp:abc | expected a unit such as",
                "vision.3.mlp: | expected a unit such as",
                "vision.3.mlp:1-2-3 | expected a unit such as",
                "vision.3.mlp:1.5 | expected a unit such as",
                ":5 | expected a unit such as",
                "vision.9.mlp:5 | expected hook points called vision.9.mlp",
                "vision.9.mlp | near it: vision.",
                "text.2.mlp:4 | text.2.mlp:4: expected units of the vision tower",
                "'' | unit: expected units such as vision.3.mlp:117, or --all"
            })
    void unitsThatAreNone(String unit, String expected) {
        refused(expected, WRONG, "unit", unit, pictures);
    }

    @Test
    void unitsBesideAll() {
        refused("unit --all: expected no units next to it", WRONG, "unit", "--all", "vision.3.mlp:5", pictures);
        refused("unit: expected units", WRONG, "unit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--templates | foo | --templates: prompt templates: expected plain, simple, clip7 or clip80",
                "--words | -1 | --words: expected 0 to 1000, found -1",
                "--words | 999999999 | --words: expected 0 to 1000, found 999999999",
                "--batch | 0 | --batch: expected 1 to 4096, found 0"
            })
    void optionsOfBoth(String option, String value, String expected) {
        refused(expected, WRONG, "unit", "vision.3.mlp:1", pictures, option, value);
        refused(expected, WRONG, "concept", "spider", pictures, option, value);
    }

    @Test
    void optionsOfOne() {
        refused("'foo'", WRONG, "unit", "vision.3.mlp:1", pictures, "--method", "foo");
        refused("--top: expected 1 or more, found 0", WRONG, "concept", "spider", pictures, "--top", 0);
        refused(
                "expected hook points called vision.9.mlp, found none",
                WRONG,
                "concept",
                "spider",
                pictures,
                "--at",
                "vision.9.mlp");
        refused("expected hook points called , found none", WRONG, "concept", "spider", pictures, "--at", "");
    }

    @Test
    void conceptLists() throws IOException {
        lists("no.txt", "", "no.txt: expected at least 2 concepts, one per line, found none");
        lists("no.txt", "\n \n# only this\n\t\n", "found none; add the words that names are chosen from");
        lists("one.txt", "spider\n", "found one; add");
        lists(
                "twice.txt",
                "fly\nspider\nFly\n",
                "line 3: expected every concept once, found \"Fly\" again after line 1");
        lists("a.csv", "name,group\nfly,x\n", "expected a column \"concept\", found \"name, group\"");
        lists("a.csv", "concept,concept\nfly,x\n", "a.csv: expected a CSV table");
        lists("a.csv", "concept\n\"fly\nspider\n", "a.csv: expected a CSV table");
        lists("a.csv", "concept,group\n", "found none");
        Path utf16 = Files.write(folder.resolve("utf16.txt"), "fly\nspider\n".getBytes(StandardCharsets.UTF_16));
        list(utf16, "utf16.txt: expected text in UTF-8, found UTF-16");
        Path junk = Files.write(folder.resolve("junk.txt"), new byte[] {(byte) 0x89, 'P', 'N', 'G', '\n', (byte) 0xFF});
        list(junk, "junk.txt: expected text in UTF-8, found other bytes; save the list as UTF-8");
        list(folder.resolve("nowhere.txt"), "nowhere.txt: expected a concept set, found no such file");
        list(folder, ": expected a concept set, found a folder");
    }

    private void lists(String name, String text, String expected) throws IOException {
        list(Files.writeString(folder.resolve(name), text), expected);
    }

    private void list(Path file, String expected) {
        refused(expected, FAILED, "unit", "vision.3.mlp:1", pictures, "--concepts", file);
        refused(expected, FAILED, "concept", "spider", pictures, "--concepts", file);
    }

    @Test
    void picturesThatAreNotThere() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path flat = Files.createDirectory(folder.resolve("flat"));
        Files.copy(pictures.resolve("spider/flat/fluent-emoji-flat.png"), flat.resolve("1.png"));
        for (List<String> command : List.of(List.of("unit", "vision.3.mlp:1"), List.of("concept", "spider"))) {
            refused("found nothing there", FAILED, command.get(0), command.get(1), folder.resolve("nowhere"));
            refused("empty: expected pictures", FAILED, command.get(0), command.get(1), empty);
            refused(
                    "--concepts labels: expected pictures with at least 2 labels",
                    WRONG,
                    command.get(0),
                    command.get(1),
                    flat,
                    "--concepts",
                    "labels");
        }
    }

    @Test
    void promptsThatAreNone() {
        String empty = "search: expected a prompt such as \"a spider\", found an empty one";
        refused(empty, WRONG, "concept", "", pictures);
        refused(empty, WRONG, "concept", "  ", pictures);
        for (String option : List.of("--and", "--against", "--not")) {
            refused(empty, WRONG, "concept", "spider", pictures, option, "");
            refused("found \"A Spider\" again", WRONG, "concept", "spider", pictures, option, "A Spider");
            refused(
                    "expected a prompt of at most 24 tokens, found more in \"",
                    WRONG,
                    "concept",
                    "spider",
                    pictures,
                    option,
                    "pizza ".repeat(40));
        }
        refused("shorten it, or use the plain template", WRONG, "concept", "spider ".repeat(100_000), pictures);
        // Alone it fits.
        refused("found more in \"a photo of the large pizza", WRONG, "concept", "pizza ".repeat(19), pictures);
    }

    @Test
    void aListThatNoLabelIsInOrThatIsCutIsSaidAndNamesAllTheSame() throws IOException {
        Path list = Files.writeString(folder.resolve("list.txt"), "xyzzy\nplugh\n" + "fruit ".repeat(30) + "\n");
        Path run = folder.resolve("run");
        Command command = Command.run(
                "unit",
                "vision.3.mlp:1",
                pictures,
                "--concepts",
                list,
                "--out",
                run,
                "--cache",
                folder.resolve("cache"));
        assertEquals(0, command.code(), command.err());
        assertTrue(
                command.err()
                        .contains("note: " + list
                                + ": none of its 3 concepts is a label of the probing set; its labels are"
                                + " pizza, spider"),
                command.err());
        assertTrue(
                command.err().contains("list.txt: 1 concept is longer than the text tower's 24 tokens"), command.err());
    }
}
