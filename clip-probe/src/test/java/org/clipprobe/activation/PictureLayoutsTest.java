package org.clipprobe.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipprobe.run.Skipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as people's systems and data sets have them. */
class PictureLayoutsTest {
    @TempDir
    private Path folder;

    private void file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            file(name, name);
        }
    }

    private static Map<String, Long> counted(ProbingSet set) {
        return set.examples().stream()
                .collect(Collectors.groupingBy(e -> e.concept().orElse("-") + "/" + e.facet(), Collectors.counting()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@eaDir/a.png/SYNOPHOTO_THUMB_M.jpg",
                "ant/@eaDir/SYNOPHOTO_THUMB_XL.jpg",
                "#recycle/old.png",
                "$RECYCLE.BIN/S-1-5/$R1.jpg",
                "__MACOSX/ant/._a.png",
                "lost+found/1.png",
                "System Volume Information/x.png",
                ".Trashes/1.png",
                "ant/._a.png",
                "ant/.DS_Store",
                "ant/Thumbs.db",
                "ant/desktop.ini"
            })
    void whatSystemsPutInIsLeftOut(String name) throws IOException {
        files("ant/a.png", name);
        assertEquals(Map.of("ant/photo", 1L), counted(ProbingSet.read(folder)));
    }

    @Test
    void splitsHoldTheConcepts() throws IOException {
        files("train/ant/a.png", "train/bee/b.png", "Val/ant/c.png", "test/bee/line/d.png", "val/e.png");
        ProbingSet set = ProbingSet.read(folder);
        assertEquals(Map.of("ant/photo", 2L, "bee/photo", 1L, "bee/line", 1L, "-/photo", 1L), counted(set));
        assertTrue(
                set.notes().get(0).contains("Val, test, train, val"),
                set.notes().toString());
    }

    @Test
    void aTrainAmongOtherConceptsIsATrain() throws IOException {
        files("train/line/a.png", "ship/line/b.png", "test.png");
        assertEquals(Map.of("train/line", 1L, "ship/line", 1L, "-/photo", 1L), counted(ProbingSet.read(folder)));
        assertEquals(List.of(), ProbingSet.read(folder).notes());
    }

    @Test
    void conceptsAreComposed() throws IOException {
        files("caf\u00e9/a.png", "cafe\u0301/b.png");
        assertEquals(List.of("caf\u00e9"), ProbingSet.read(folder).concepts());
    }

    @Test
    void loosePicturesAreNoConcept() throws IOException {
        files("ant/a.png", "b.png");
        ProbingSet set = ProbingSet.read(folder);
        assertEquals(2, set.examples().size());
        assertEquals(Map.of("ant/photo", 1L), counted(set.labelled()));
        assertEquals("b.png", set.labelled().skipped().get(0).file());
    }

    @ParameterizedTest
    @CsvSource({
        "n01491361, tiger shark",
        "n02012849, crane bird",
        "n03126707, construction crane",
        "n02075296, carnivore",
        "n02085620-Chihuahua, Chihuahua",
        "n01440764_great_tench, great tench",
        "n99999999, n99999999",
        "n1234, n1234",
        "n012345678, n012345678"
    })
    void wordNetIdsHaveTheirNames(String id, String name) throws IOException {
        files("train/" + id + "/a.JPEG", "train/n01443537/b.JPEG");
        assertEquals(Map.of(name + "/photo", 1L, "goldfish/photo", 1L), counted(ProbingSet.read(folder)));
    }

    @Test
    void wordNetIdsInATableToo() throws IOException {
        files("a.png", "b.png");
        file("metadata.csv", "file_name,label,family\na.png,n01491361,fish\nb.png,n99999999,\n");
        ProbingSet set = ProbingSet.read(folder);
        assertEquals(List.of("n99999999", "tiger shark"), set.concepts());
        assertEquals(Map.of("tiger shark", "fish"), set.families());
        assertTrue(
                set.notes().get(0).contains("n01491361 is tiger shark"),
                set.notes().toString());
        assertTrue(set.notes().get(1).contains("n99999999"), set.notes().toString());
    }

    @Test
    void everyClassOfImageNetHasANameOfItsOwn() throws IOException {
        assertEquals("tench", WordNetIds.name("n01440764").orElseThrow());
        assertEquals("toilet paper", WordNetIds.name("n15075141").orElseThrow());
        assertEquals("missile", WordNetIds.name("n03773504").orElseThrow());
        assertEquals("projectile", WordNetIds.name("n04008634").orElseThrow());
    }

    @Test
    void copiesCountOnceOfEachConcept() throws IOException {
        file("ant/line/1.png", "same");
        file("ant/line/2.png", "same");
        file("ant/photo/1.png", "same");
        file("bee/line/1.png", "same");
        file("bee/line/2.png", "diff");
        file("bee/line/3.png", "x".repeat(5000) + "1");
        file("bee/line/4.png", "x".repeat(5000) + "2");
        file("bee/line/5.png", "x".repeat(5000) + "2");
        ProbingSet set = ProbingSet.read(folder);
        assertEquals(
                List.of("ant/line/1.png", "bee/line/1.png", "bee/line/2.png", "bee/line/3.png", "bee/line/4.png"),
                set.examples().stream().map(Example::id).toList());
        assertEquals("ant/line/1.png", set.examples().get(1).source(), "one source for two concepts");
        assertEquals(
                List.of("ant/line/2.png", "ant/photo/1.png", "bee/line/5.png"),
                set.skipped().stream().map(Skipped::file).toList());
        assertEquals(
                "a copy of ant/line/1.png, byte by byte; counted once",
                set.skipped().get(0).reason());
        assertTrue(
                set.notes().get(0).startsWith("3 pictures are copies"),
                set.notes().toString());
        assertTrue(
                set.notes().get(1).startsWith("1 picture is a copy of one with another"),
                set.notes().toString());
    }

    @Test
    void aLinkToAPictureIsACopy() throws IOException {
        files("ant/a.png");
        Files.createSymbolicLink(folder.resolve("ant/b.png"), folder.resolve("ant/a.png"));
        assertEquals(Map.of("ant/photo", 1L), counted(ProbingSet.read(folder)));
    }

    @Test
    void picturesThatAreNotReadAreNamedWithoutAnEndingToo() throws IOException {
        files("ant/a.png", "ant/b.avif", "ant/c.HEIC", "ant/d.jp2");
        file("ant/e", "\0\0\0\u001cftypheic");
        ProbingSet set = ProbingSet.read(folder);
        assertEquals(
                List.of("ant/b.avif", "ant/c.HEIC", "ant/d.jp2"),
                set.skipped().stream().map(Skipped::file).toList());
        assertEquals("ant/e", set.examples().get(1).id(), "whose reading will say that it is HEIC");
    }

    @ParameterizedTest
    @CsvSource({
        "csv-label-column, 12",
        "metadata-jsonl, 12",
        "csv-dot-slash, 12",
        "csv-nfc-disk-nfd, 12",
        "csv-utf16, 12",
        "csv-semicolon, 12",
        "csv-unnamed-index, 12",
        "split-train-val, 15",
        "stray-root, 9",
        "duplicates, 6"
    })
    void sharedCases(String name, int pictures) throws IOException {
        Path shared = Path.of(System.getProperty("clipprobe.root"), "../shared/cases", name);
        assumeTrue(Files.isDirectory(shared));
        ProbingSet set = ProbingSet.read(shared).labelled();
        assertEquals(List.of("anchor", "pizza", "spider"), set.concepts());
        assertEquals(pictures, set.examples().size());
    }

    @Test
    void sharedThumbnailsAndAccents() throws IOException {
        Path shared = Path.of(System.getProperty("clipprobe.root"), "../shared/cases");
        assumeTrue(Files.isDirectory(shared));
        assertEquals(6, ProbingSet.read(shared.resolve("eadir-flat")).examples().size());
        assertEquals(
                List.of("anchor", "caf\u00e9", "spider"),
                ProbingSet.read(shared.resolve("nfd-folder")).concepts());
    }
}
