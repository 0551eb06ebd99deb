package org.clipprobe.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.run.Skipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbingSetTest {
    @TempDir
    private Path folder;

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private static List<String> described(ProbingSet set) {
        return set.examples().stream()
                .map(e -> e.id() + " | " + e.concept().orElse("-") + " | " + e.facet())
                .toList();
    }

    @Test
    void readsConceptAndFacetFolders() throws IOException {
        file("spider/line/b.png");
        file("spider/photo/a.JPG");
        file("ant/line/c.webp");
        ProbingSet set = ProbingSet.read(folder);
        assertEquals(
                List.of(
                        "ant/line/c.webp | ant | line",
                        "spider/line/b.png | spider | line",
                        "spider/photo/a.JPG | spider | photo"),
                described(set));
        assertEquals(List.of("ant", "spider"), set.concepts());
    }

    @Test
    void readsConceptFoldersAsPhotosAndTopPicturesAsUnknown() throws IOException {
        file("spider/a.png");
        file("b.png");
        assertEquals(List.of("b.png | - | photo", "spider/a.png | spider | photo"), described(ProbingSet.read(folder)));
    }

    @Test
    void metadataDecidesAndNamesWhatItLeavesOut() throws IOException {
        file("x/a.png");
        file("b.png");
        file("c.png");
        Files.writeString(
                folder.resolve("metadata.csv"),
                "\uFEFFfile_name,facet,concept\nx/a.png,drawing,\"a, \"\"b\"\"\"\nb.png,,dog\nb.png,,cat\nmissing.png,,dog\n../out.png,,dog\n");
        ProbingSet set = ProbingSet.read(folder);
        assertEquals(List.of("b.png | dog | photo", "x/a.png | a, \"b\" | drawing"), described(set));
        assertEquals(
                List.of(
                        new Skipped("../out.png", "in metadata.csv but outside the folder"),
                        new Skipped("b.png", "named twice in metadata.csv"),
                        new Skipped("c.png", "not in metadata.csv"),
                        new Skipped("missing.png", "in metadata.csv but not in the folder as a picture")),
                set.skipped());
    }

    @Test
    void namesEverythingItLeavesOut() throws IOException {
        file("spider/line/a.png");
        file("spider/line/deeper/b.png");
        file("spider/notes.txt");
        file("spider/raw.heic");
        file("spider/.hidden.png");
        Files.createSymbolicLink(folder.resolve("spider/loop"), folder);
        Files.createSymbolicLink(folder.resolve("spider/nowhere.png"), folder.resolve("gone.png"));
        ProbingSet set = ProbingSet.read(folder);
        assertEquals(1, set.examples().size());
        assertEquals(
                List.of(
                        "spider/.hidden.png",
                        "spider/line/deeper/b.png",
                        "spider/loop",
                        "spider/nowhere.png",
                        "spider/raw.heic"),
                set.skipped().stream().map(Skipped::file).toList());
        assertEquals(
                "a link that leads back to a folder above it",
                set.skipped().get(2).reason());
    }

    @Test
    void takesAPictureWhoseNameDoesNotSaySo() throws IOException {
        Files.createDirectories(folder.resolve("spider"));
        Files.write(folder.resolve("spider/a"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        assertEquals(List.of("spider/a | spider | photo"), described(ProbingSet.read(folder)));
    }

    @Test
    void hostileNamesStayWhatTheyAre() throws IOException {
        file("<script>alert(1)</script>".replace("/", "_") + "/a,\"b\"\n😀.png");
        ProbingSet set = ProbingSet.read(folder);
        assertEquals("<script>alert(1)<_script>", set.concepts().get(0));
    }

    @Test
    void saysWhatWasExpectedWhenThereIsNothing() throws IOException {
        assertTrue(message(folder.resolve("gone")).contains("found nothing there"));
        assertTrue(message(folder).endsWith("found none"));
        file("readme.txt");
        assertTrue(message(folder).endsWith("found none"));
        file("x.heic");
        assertTrue(message(folder).contains("x.heic: a format that is not read"));
        assertTrue(message(folder.resolve("readme.txt")).contains("found a file"));
        Files.writeString(folder.resolve("metadata.csv"), "name,label\na.png,b\n");
        assertTrue(message(folder).contains("expected a column file_name, found name, label"));
    }

    private static String message(Path path) {
        return assertThrows(IOException.class, () -> ProbingSet.read(path)).getMessage();
    }

    @Test
    void labelsPutTheWordFacetLast() throws IOException {
        file("b/zebra/1.png");
        file("a/word/2.png");
        Labels labels = ProbingSet.read(folder).labels();
        assertEquals(Facet.all("zebra", "word"), labels.facets());
        assertEquals(List.of("a", "b"), labels.concepts());
        assertArrayEquals(new int[] {0, 1}, labels.concept());
        assertArrayEquals(new int[] {1, 0}, labels.facet());
    }

    @Test
    void everyFileIsItsOwnSourceAndEveryWordFormOne() throws IOException {
        file("water_spider/1.png");
        file("water_spider/2.png");
        ProbingSet set = ProbingSet.read(folder)
                .with(new DrawnWords(32, 32, 0).examples("water_spider", Facet.WORD, "water_spider", 3))
                .with(new DrawnWords(32, 32, 0).examples("water_spider", Facet.SPELLING, "wader_spider", 1));
        Labels labels = set.labels();
        assertEquals(
                List.of("water_spider/1.png", "water_spider/2.png", "word:wader spider", "word:water spider"),
                labels.sources());
        assertArrayEquals(new int[] {2, 0, 1, 3, 3, 3}, labels.source());
    }

    @Test
    void theTableStatesSources() throws IOException {
        file("pizza/flat/a.png");
        file("pizza/flat/b.png");
        file("pizza/flat/c-1.png");
        file("pizza/flat/c-2.png");
        Files.writeString(folder.resolve("metadata.csv"), """
                file_name,source
                pizza/flat/a.png,one drawing
                pizza/flat/b.png,one drawing
                pizza/flat/c-1.png,
                pizza/flat/c-2.png,
                """);
        ProbingSet set = ProbingSet.read(folder);
        assertEquals(
                List.of("one drawing", "pizza/flat/c-1.png", "pizza/flat/c-2.png"),
                set.labels().sources());
        assertEquals(
                List.of("one drawing", "pizza/flat/c-1.png"),
                set.variantsByName().labels().sources());
    }

    @Test
    void numberedFilesAreVariantsOnlyWhenAskedAndWithinConceptAndFacet() throws IOException {
        for (String name : List.of("noto-1.png", "noto-2.png", "noto-02.jpg", "twemoji-1.png", "plain.png")) {
            file("pizza/flat/" + name);
        }
        file("pizza/line/noto-1.png");
        file("ant/flat/noto-1.png");
        ProbingSet set = ProbingSet.read(folder);
        assertEquals(7, set.labels().sources().size());
        assertEquals(
                List.of(
                        "ant/flat/noto-1.png",
                        "pizza/flat/noto-02.jpg",
                        "pizza/flat/plain.png",
                        "pizza/flat/twemoji-1.png",
                        "pizza/line/noto-1.png"),
                set.variantsByName().labels().sources());
        ProbingSet words = set.with(new DrawnWords(32, 32, 0).examples("ant", Facet.WORD, "t-1.ant", 2));
        assertTrue(words.variantsByName().labels().sources().contains("word:t-1.ant"));
    }
}
