package org.clipprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input ends with one sentence that names what it is about, the right exit code, and no run folder. */
class BadInputTest {
    private static final Path MODEL = Command.ROOT.resolve("samples/emoji-clip");

    @TempDir
    private Path folder;

    private Path pictures(int concepts) throws IOException {
        return SmallPictures.copy(folder.resolve("pictures"), concepts);
    }

    private Path model() throws IOException {
        Path copy = folder.resolve("model");
        try (Stream<Path> files = Files.walk(MODEL)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = MODEL.relativize(file).toString();
                if (name.endsWith(".json") || name.endsWith(".onnx")) {
                    Files.createDirectories(copy.resolve(name).getParent());
                    Files.copy(file, copy.resolve(name));
                }
            }
        }
        return copy;
    }

    /** Runs a command that fails: one sentence, no stack trace, nothing under the run's name. */
    private String refused(int code, Object... words) {
        List<Object> all = new ArrayList<>(Arrays.asList(words));
        if (!all.contains("--out")) {
            all.addAll(List.of("--out", folder.resolve("refused")));
        }
        all.addAll(List.of("--cache", folder.resolve("cache")));
        Command run = Command.run(all.toArray());
        assertEquals(code, run.code(), run.err());
        String said = run.err();
        assertTrue(said.startsWith("clip-probe: "), said);
        assertFalse(said.contains("\tat ") || said.contains("Exception") || said.contains("please report"), said);
        assertTrue(said.lines().filter(line -> !line.startsWith("Try ")).count() == 1, said);
        assertFalse(Files.exists(folder.resolve("refused")), "a run folder is there");
        return said;
    }

    private void refusedSaying(String expected, int code, Object... words) {
        String said = refused(code, words);
        assertTrue(said.contains(expected), said);
    }

    @ParameterizedTest
    @CsvSource({
        "--batch, 0, expected 1 to 4096",
        "--batch, 999999999, expected 1 to 4096",
        "--threads, -1, expected 1 or more",
        "--seed, abc, 'abc'",
        "--at, vision.9.mlp, found none",
        "--fdr, 2, between 0 and 1",
        "--min-auc, x, 'x'",
        "--redraws, -1, 0 or more",
        "--words, -2, expected 0 or more",
        "--device, tpu, 'tpu'",
        "--pool, median, median"
    })
    void optionsOutOfRangeAreWrongUsage(String option, String value, String expected) throws IOException {
        refusedSaying(expected, 2, "probe", pictures(2), option, value);
    }

    @Test
    void anAttackThatNamesNoList() throws IOException {
        Path pictures = pictures(2);
        refusedSaying("found nothing there", 1, "attack", pictures, "--classes", folder.resolve("nowhere.txt"));
    }

    @Test
    void anAttackWhoseOptionsContradict() throws IOException {
        Path pictures = pictures(2);
        refusedSaying("--text: has no meaning with --stroop", 2, "attack", "--stroop", "--text", "x");
        refusedSaying("PICTURES: has no meaning with --stroop", 2, "attack", pictures, "--stroop");
        refusedSaying(
                "--protocol: has no meaning with --search",
                2,
                "attack",
                pictures,
                "--search",
                "pizza",
                "--protocol",
                "typod");
        refusedSaying(
                "--units-of: has no meaning with --write",
                2,
                "attack",
                pictures,
                "--write",
                folder.resolve("w"),
                "--units-of",
                pictures);
        refusedSaying("--search: expected a class, found an empty text", 2, "attack", pictures, "--search", "");
        refusedSaying(
                "outside of", 2, "attack", pictures, "--text", "x", "--write", pictures.resolve("spider/attacked"));
        refusedSaying(
                "names the folder", 2, "attack", pictures, "--text", "x", "--write", folder.resolve("w"), "--out", "o");
        refusedSaying("from 0 to 1, found 2.0", 2, "attack", pictures, "--text", "x", "--fail-above", "2");
        refusedSaying("expected distill, rta100, typod", 2, "attack", pictures, "--protocol", "tpod");
        refusedSaying("expected a table of the pictures", 1, "attack", pictures, "--dataset", "csv");
    }

    @Test
    void protocolsThatAreNone() throws IOException {
        Path pictures = pictures(2);
        Path file = folder.resolve("p.json");
        for (String[] bad : new String[][] {
            {"{\"texts\":[\"a\"],\"opacities\":[2]}", "opacity: expected 0 to 1, found 2.0"},
            {"{\"texts\":[\"a\"],\"sizes\":[\"0px\"]}", "expected an amount above 0, found 0.0"},
            {"{\"texts\":\"a\"}", "texts: expected a list, found \"a\""},
            {"{\"texts\":null}", "texts: expected a list, found null"},
            {"{\"backings\":[\"WOOD\"]}", "expected one of [NONE, PAPER, STICKER], found \"WOOD\""},
            {"{\"draws\":\"many\"}", "draws: expected a whole number, found \"many\""},
            {"{\"txt\":[\"a\"]}", "unknown field txt"},
            {
                "{\"texts\": [\"a\"], \"sizes\": [",
                "not JSON: Unexpected end-of-input: expected close marker for Array (line 1)"
            }
        }) {
            Files.writeString(file, bad[0]);
            refusedSaying(file + ": ", 1, "attack", pictures, "--protocol", file);
            refusedSaying(bad[1], 1, "attack", pictures, "--protocol", file);
        }
    }

    @Test
    void picturesThatAreNotThere() throws IOException {
        refusedSaying("found nothing there", 1, "probe", folder.resolve("nowhere"));
        Path file = Files.writeString(folder.resolve("file.txt"), "x");
        refusedSaying("found a file", 1, "probe", file);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        refusedSaying("found none", 1, "probe", empty);
        refusedSaying("found none", 1, "activations", empty);
        refusedSaying("found none", 1, "attack", empty, "--text", "x");
    }

    @Test
    void oneConceptOrOneFacetLeavesNothingToCompare() throws IOException {
        refusedSaying("expected at least 2 concepts", 1, "probe", pictures(1));
        Path flat = folder.resolve("flat");
        for (String concept : List.of("spider", "pizza")) {
            Files.createDirectories(flat.resolve(concept));
            Files.copy(
                    Command.ROOT.resolve("samples/pictures/" + concept + "/flat/fluent-emoji-flat.png"),
                    flat.resolve(concept + "/1.png"));
        }
        refusedSaying("at least 2 facets", 1, "probe", flat, "--words", 0);
    }

    @Test
    void modelsThatAreNone() throws IOException {
        Path pictures = pictures(2);
        Path model = model();
        Path tower = model.resolve("onnx/vision_model.onnx");
        byte[] whole = Files.readAllBytes(tower);
        Files.write(tower, Arrays.copyOf(whole, whole.length / 2));
        refusedSaying("truncated", 1, "probe", pictures, "--model", model);
        Files.writeString(tower, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
        refusedSaying("expected an ONNX model", 1, "probe", pictures, "--model", model);
        Files.write(tower, new byte[0]);
        refusedSaying("expected an ONNX model", 1, "probe", pictures, "--model", model);
        Files.write(tower, Files.readAllBytes(MODEL.resolve("onnx/text_model.onnx")));
        refusedSaying("expected an input for pictures", 1, "probe", pictures, "--model", model);
        Files.write(tower, whole);
        Files.writeString(model.resolve("preprocessor_config.json"), "{");
        refusedSaying("preprocessor_config.json: expected JSON", 1, "probe", pictures, "--model", model);
    }

    @Test
    void promptsWithoutATokenizer() throws IOException {
        Path pictures = pictures(2);
        Path model = model();
        Files.delete(model.resolve("tokenizer.json"));
        refusedSaying("expected tokenizer.json", 1, "concept", "a spider", pictures, "--model", model);
        refusedSaying("expected tokenizer.json", 1, "attack", pictures, "--text", "x", "--model", model);
    }

    @Test
    void aFolderWithOtherThingsOrAFileIsNotWrittenTo() throws IOException {
        Path pictures = pictures(2);
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("thesis.txt"), "mine");
        refusedSaying("not empty", 1, "probe", pictures, "--out", mine);
        refusedSaying("not a run folder", 1, "probe", pictures, "--out", mine, "--overwrite");
        refusedSaying("found a file", 1, "probe", pictures, "--out", mine.resolve("thesis.txt"));
        assertEquals("mine", Files.readString(mine.resolve("thesis.txt")));
        assertEquals(1, mine.toFile().list().length);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "a folder that refuses even its administrator");
        Path pictures = pictures(2);
        refusedSaying("cannot write here", 1, "probe", pictures, "--out", "/proc/clip-probe/run");
        Command cache =
                Command.run("probe", pictures, "--out", folder.resolve("refused"), "--cache", "/proc/clip-probe");
        assertEquals(1, cache.code(), cache.err());
        assertTrue(cache.err().contains("--cache"), cache.err());
    }

    @Test
    void picturesThatCannotBeReadAreNamedAndTheOthersUsed() throws IOException {
        Path pictures = pictures(2);
        Path spider = pictures.resolve("spider/flat");
        Files.writeString(spider.resolve("text.png"), "no picture");
        Files.write(spider.resolve("empty.jpg"), new byte[0]);
        Files.write(spider.resolve("bomb.png"), hugePng(60_000, 60_000));
        byte[] good = Files.readAllBytes(spider.resolve("fluent-emoji-flat.png"));
        Files.write(spider.resolve("cut.png"), Arrays.copyOf(good, good.length / 2));
        Files.createSymbolicLink(spider.resolve("up"), pictures);
        Files.createSymbolicLink(spider.resolve("dangling.png"), folder.resolve("nowhere"));
        Path run = folder.resolve("run");
        Command probe = Command.run("probe", pictures, "--redraws", 2, "--json", "--cache", "none", "--out", run);
        assertEquals(0, probe.code(), probe.err());
        assertTrue(probe.err().contains("skipped 6 files"), probe.err());
        String table = Files.readString(run.resolve("skipped.csv"));
        String page = Files.readString(run.resolve("report.html"));
        for (String name : List.of("text.png", "empty.jpg", "bomb.png", "cut.png", "up", "dangling.png")) {
            assertTrue(table.contains("spider/flat/" + name + ","), name + " is missing in\n" + table);
            assertTrue(page.contains("spider/flat/" + name), name + " is missing in the report");
        }
        assertEquals(6, new ObjectMapper().readTree(probe.out()).get("skipped").size());
    }

    /** The head of a PNG with more pixels than any memory has room for, and no more data than this. */
    private static byte[] hugePng(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array());
        return ByteBuffer.allocate(33)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
                .putInt(13)
                .put(header.array())
                .putInt((int) crc.getValue())
                .array();
    }
}
