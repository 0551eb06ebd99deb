package org.clipprobe.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipprobe.run.Skipped;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as people's programs write them: all of these say that a is an ant, b a bee and é a café. */
class PictureTablesTest {
    private static final String COMPOSED = "caf\u00e9";
    private static final String DECOMPOSED = "cafe\u0301";
    private static final List<String> RIGHT =
            List.of("a.png | ant | photo", DECOMPOSED + ".png | " + COMPOSED + " | photo", "sub/b.PNG | bee | photo");

    @TempDir
    private Path folder;

    @BeforeEach
    void pictures() throws IOException {
        for (String name : List.of("a.png", "sub/b.PNG", DECOMPOSED + ".png")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), name);
        }
    }

    private ProbingSet read(String table, byte[] bytes) throws IOException {
        Files.write(folder.resolve(table), bytes);
        return ProbingSet.read(folder);
    }

    private ProbingSet read(String table, String text) throws IOException {
        return read(table, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> described(ProbingSet set) {
        return set.examples().stream()
                .map(e -> e.id() + " | " + e.concept().orElse("-") + " | " + e.facet())
                .toList();
    }

    private static final String PLAIN =
            "file_name,concept\na.png,ant\nsub/b.PNG,bee\n" + COMPOSED + ".png," + COMPOSED + "\n";

    private static Arguments csv(String what, String text) {
        return Arguments.of(what, "metadata.csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] after(int first, int second, byte[] rest) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(first);
        all.write(second);
        all.writeBytes(rest);
        return all.toByteArray();
    }

    static Stream<Arguments> tables() {
        String semicolons = PLAIN.replace(',', ';');
        String json = "{\"file_name\": \"a.png\", \"label\": \"ant\"}\n\n"
                + "{\"Label \": \"bee\", \"file_name\": \"./sub/b.png\", \"objects\": {\"bbox\": [1, 2]}}\r\n"
                + "{\"file_name\": \"" + COMPOSED + ".png\", \"label\": \"" + DECOMPOSED + "\"}";
        return Stream.of(
                csv("plain", PLAIN),
                csv("byte order mark", "\uFEFF" + PLAIN),
                csv("decomposed", PLAIN.replace(COMPOSED, DECOMPOSED)),
                csv("columns in other case, with spaces", PLAIN.replace("file_name,concept", " File_Name , Concept ")),
                csv("label", PLAIN.replace("concept", "label")),
                csv("object_label", PLAIN.replace("concept", "object_label")),
                csv("text", PLAIN.replace("concept", "text")),
                csv("filename", PLAIN.replace("file_name", "filename")),
                csv("image", PLAIN.replace("file_name", "image")),
                csv("path", PLAIN.replace("file_name", "Path")),
                csv("semicolons", semicolons),
                csv("semicolons in quotation marks", semicolons.replace("ant", "\"ant\"")),
                csv("Excel's first line", "sep=;\r\n" + semicolons),
                csv("tabs", PLAIN.replace(',', '\t')),
                csv("CRLF", PLAIN.replace("\n", "\r\n")),
                csv("CR", PLAIN.replace('\n', '\r')),
                csv("no line end at the end", PLAIN.strip()),
                csv("empty lines", PLAIN.replace("\n", "\n\n")),
                csv("quotation marks", PLAIN.replace("a.png", "\"a.png\"")),
                csv("spaces around values", PLAIN.replace("a.png,ant", " a.png , \"ant\" ")),
                csv("pandas' index", PLAIN.replaceAll("(?m)^(.)", "0,$1").replaceFirst("0,", ",")),
                csv("a comma too many", PLAIN.replace("\n", ",\n")),
                csv(
                        "other columns",
                        "id,file_name,width,concept\n1,a.png,3,ant\n2,sub/b.PNG,3,bee\n3," + COMPOSED + ".png,3,"
                                + COMPOSED + "\n"),
                csv("dot and slash", PLAIN.replace("a.png", "./a.png")),
                csv("backslashes", PLAIN.replace("sub/b", ".\\sub\\b")),
                csv("endings in other case", PLAIN.replace("a.png", "a.PNG").replace("b.PNG", "b.png")),
                csv("names in other case", PLAIN.replace("sub/b.PNG", "Sub/B.png")),
                csv("percent-encoded", PLAIN.replace(COMPOSED + ".png", "caf%C3%A9.png")),
                csv("up and down", PLAIN.replace("a.png", "sub/../a.png")),
                csv("a row twice", PLAIN + "a.png,ant\n"),
                Arguments.of(
                        "tab-separated",
                        "metadata.tsv",
                        PLAIN.replace(',', '\t').getBytes(StandardCharsets.UTF_8)),
                Arguments.of("name in capitals", "METADATA.CSV", PLAIN.getBytes(StandardCharsets.UTF_8)),
                Arguments.of("UTF-16, big end", "metadata.csv", PLAIN.getBytes(StandardCharsets.UTF_16)),
                Arguments.of(
                        "UTF-16, little end",
                        "metadata.csv",
                        after(0xFF, 0xFE, PLAIN.getBytes(StandardCharsets.UTF_16LE))),
                Arguments.of("UTF-16 without a mark", "metadata.csv", PLAIN.getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("JSON lines", "metadata.jsonl", json.getBytes(StandardCharsets.UTF_8)),
                Arguments.of("JSON lines, mark", "metadata.jsonl", ("\uFEFF" + json).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("JSON lines, UTF-16", "metadata.jsonl", json.getBytes(StandardCharsets.UTF_16)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void isRead(String what, String table, byte[] bytes) throws IOException {
        assertEquals(RIGHT, described(read(table, bytes)), what);
    }

    private static Arguments refusal(String what, String text, String... said) {
        return Arguments.of("metadata.csv", what, text.getBytes(StandardCharsets.UTF_8), List.of(said));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "metadata.csv",
                        "Windows-1252",
                        PLAIN.getBytes(Charset.forName("windows-1252")),
                        List.of("line 4", COMPOSED + ".png," + COMPOSED, "CSV UTF-8")),
                refusal("no file", "name,label\na.png,ant\n", "expected a column file_name, found name, label"),
                refusal("no concept", "file_name,width\na.png,3\n", "expected a column concept", "file_name, width"),
                refusal("a file list", "file_name\na.png\n", "expected a column concept", "found file_name"),
                refusal("another separator", "file_name|label\na.png|ant\n", "file_name|label", "semicolons"),
                refusal("nothing", "", "found an empty file"),
                refusal("a column twice", "file_name,label,Label\na.png,ant,bee\n", "label twice"),
                refusal("an open quotation mark", "file_name,label\n\"a.png,ant\n", "not a table that can be read"),
                refusal("other files", "file_name,label\nx.png,ant\n", "x.png", "not in the folder"),
                Arguments.of("metadata.jsonl", "no JSON", bytes("a,b\n"), List.of("line 1", "not JSON")),
                Arguments.of(
                        "metadata.jsonl",
                        "a list",
                        bytes("[{\"file_name\": \"a.png\"}]"),
                        List.of("one object on each")),
                Arguments.of("metadata.jsonl", "nothing", bytes("\n"), List.of("found an empty file")),
                Arguments.of("metadata.parquet", "Parquet", bytes("PAR1"), List.of("found Parquet", "to_csv")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void isRefusedByNameWithTheCure(String table, String what, byte[] bytes, List<String> said) {
        String message =
                assertThrows(IOException.class, () -> read(table, bytes)).getMessage();
        assertTrue(message.startsWith(folder.toString()), message);
        said.forEach(part -> assertTrue(message.contains(part), what + ": " + message));
    }

    @Test
    void saysWhatItAssumed() throws IOException {
        ProbingSet set = read("metadata.csv", ",image,label\n0,a.png,ant\n1,sub/b.PNG,bee\n");
        assertEquals(2, set.notes().size(), set.notes().toString());
        assertTrue(set.notes().get(0).contains("without a name"), set.notes().toString());
        assertTrue(set.notes().get(1).contains("column image"), set.notes().toString());
    }

    @Test
    void aRowWithMoreCellsThanColumnsIsNamed() throws IOException {
        ProbingSet set = read("metadata.csv", "file_name,label\na.png,tea pot, red\nsub/b.PNG,bee\n");
        assertEquals(List.of("sub/b.PNG | bee | photo"), described(set));
        assertTrue(
                set.skipped().get(0).reason().contains("line 2"), set.skipped().toString());
    }

    @Test
    void readsSourceAndFamily() throws IOException {
        ProbingSet set = read(
                "metadata.csv",
                "file_name,concept,facet,source,family\na.png,ant,line,ants,animal\nsub/b.PNG,bee,,,animal\n" + COMPOSED
                        + ".png," + COMPOSED + ",,,\n");
        assertEquals(
                List.of("ants", DECOMPOSED + ".png", "sub/b.PNG"),
                set.examples().stream().map(Example::source).toList());
        assertEquals(Map.of("ant", "animal", "bee", "animal"), set.families());
        assertEquals(
                List.of("ants", DECOMPOSED + ".png", "sub/b.PNG"), set.labels().sources());
    }

    @Test
    void theNearestTableDecidesAndNamesAreRelativeToIt() throws IOException {
        Files.writeString(folder.resolve("sub/c.png"), "c");
        Files.writeString(folder.resolve("sub/metadata.csv"), "file_name,label\nb.PNG,wasp\n");
        ProbingSet alone = ProbingSet.read(folder);
        assertEquals(
                List.of("a.png | - | photo", DECOMPOSED + ".png | - | photo", "sub/b.PNG | wasp | photo"),
                described(alone));
        assertEquals(List.of(new Skipped("sub/c.png", "not in sub/metadata.csv")), alone.skipped());
        ProbingSet both = read("metadata.csv", PLAIN + "sub/c.png,ant\n");
        assertEquals(
                List.of(
                        "a.png | ant | photo",
                        DECOMPOSED + ".png | " + COMPOSED + " | photo",
                        "sub/b.PNG | wasp | photo",
                        "sub/c.png | ant | photo"),
                described(both));
        assertTrue(
                both.skipped().get(0).reason().contains("is nearer"),
                both.skipped().toString());
    }

    @Test
    void ofTwoTablesNextToEachOtherOneDecides() throws IOException {
        Files.writeString(folder.resolve("metadata.jsonl"), "{\"file_name\": \"a.png\", \"label\": \"wasp\"}");
        ProbingSet set = read("metadata.csv", PLAIN);
        assertEquals(RIGHT, described(set));
        assertEquals(List.of(new Skipped("metadata.jsonl", "metadata.csv is next to it and decides")), set.skipped());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.png", "/a.png", "C:\\a.png", "sub/../../a.png", "\u0000"})
    void namesDoNotLeadOutOfTheFolder(String name) throws IOException {
        ProbingSet set = read("metadata.csv", PLAIN.replace("\na.png", "\n" + name));
        assertEquals(RIGHT.subList(1, 3), described(set));
    }

    @Test
    void aNameThatFitsSeveralFilesIsNotGuessed() throws IOException {
        Files.writeString(folder.resolve("A.png"), "another");
        ProbingSet set = read("metadata.csv", PLAIN.replace("a.png", "a.PNG").replace("sub/b.PNG", "SUB/b.png"));
        assertEquals(RIGHT, described(set), "the case of the ending alone differs");
        Files.writeString(folder.resolve("a.PNG"), "one more");
        ProbingSet unclear = read("metadata.csv", PLAIN.replace("a.png", "a.Png"));
        assertTrue(
                unclear.skipped().stream().anyMatch(skipped -> skipped.reason().contains("fits several")),
                unclear.skipped().toString());
    }
}
