package org.clipprobe.attack.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipprobe.attack.AttackException;
import org.clipprobe.attack.dataset.AttackDataset.Item;
import org.clipprobe.attack.dataset.AttackDataset.Kind;
import org.clipprobe.run.Skipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackDatasetTest {
    @TempDir
    private Path folder;

    private Path picture(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "not opened");
    }

    @Test
    void metadataPairsTheSetsOfAScene() throws IOException {
        Path scam = picture("SCAM/SCAM_img_0015.webp");
        Path clean = picture("NoSCAM/NoSCAM_img_0015.webp");
        Files.writeString(folder.resolve("metadata.csv"), """
                        file_name,object_label,attack_word,set
                        SCAM/SCAM_img_0015.webp,tea pot,"bike, red",SCAM
                        NoSCAM/NoSCAM_img_0015.webp,tea pot,"bike, red",NoSCAM
                        """);
        AttackDataset dataset = AttackDataset.read(Kind.SCAM, folder);
        assertEquals(
                List.of(
                        new Item("img_0015", "NoSCAM", clean, "tea pot", "bike, red"),
                        new Item("img_0015", "SCAM", scam, "tea pot", "bike, red")),
                dataset.items());
        assertEquals(List.of("bike, red", "tea pot"), dataset.classes().names());
    }

    @Test
    void originalScamNamesCarryTheLabels() throws IOException {
        Path attacked = picture("SCAM/tea pot_elevator_img_7.webp");
        picture("NoSCAM/tea pot_elevator_img_7.webp");
        picture("SCAM/readme.png");
        AttackDataset dataset = AttackDataset.read(Kind.SCAM, folder);
        assertEquals(2, dataset.items().size());
        assertEquals(
                new Item("tea pot_elevator_img_7", "SCAM", attacked, "tea pot", "elevator"),
                dataset.items().get(1));
        assertEquals("SCAM/readme.png", dataset.skipped().get(0).file());
    }

    @Test
    void paintAndRtaNamesCarryTheLabels() throws IOException {
        Path file = picture("typographic_attacks/label=coffee mug_text=iPod.png");
        picture("typographic_attacks/label=cup_text=pizza_2.JPG");
        for (Kind kind : List.of(Kind.PAINT, Kind.RTA100)) {
            List<Item> items = AttackDataset.read(kind, folder).items();
            assertEquals(
                    new Item("typographic_attacks/label=coffee mug_text=iPod.png", "", file, "coffee mug", "iPod"),
                    items.get(0));
            assertEquals("pizza", items.get(1).attackWord());
        }
    }

    @Test
    void disentanglingHasAnnotations() throws IOException {
        Path file = picture("data/images/a.jpg");
        Files.writeString(
                folder.resolve("data/annotations.json"),
                "{\"a.jpg\": {\"true object\": \"cup\", \"typographic attack label\": \"ship\"},"
                        + " \"../../x\": {\"true object\": \"cup\", \"typographic attack label\": \"ship\"},"
                        + " \"b.jpg\": {\"true object\": \"cup\"}}");
        AttackDataset dataset = AttackDataset.read(Kind.DISENTANGLING, folder);
        assertEquals(List.of(new Item("a.jpg", "", file, "cup", "ship")), dataset.items());
        assertEquals(2, dataset.skipped().size());
    }

    @Test
    void pathsDoNotClimbOutOfTheFolder() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("set"));
        picture("outside.png");
        picture("set/inside.png");
        Files.writeString(
                inner.resolve("metadata.csv"),
                "file_name,object_label,attack_word\n../outside.png,a,b\n" + folder.resolve("outside.png") + ",a,b\n"
                        + "x/../../outside.png,a,b\n.,a,b\n,a,b\nmissing.png,a,b\ninside.png,,b\n\u0000,a,b\ninside.png,a,b\n");
        AttackDataset dataset = AttackDataset.read(Kind.CSV, inner);
        assertEquals(1, dataset.items().size());
        assertEquals(8, dataset.skipped().size());
        Map<String, String> why =
                dataset.skipped().stream().collect(Collectors.toMap(Skipped::file, Skipped::reason, (a, b) -> a));
        assertTrue(why.get("../outside.png").contains("outside the folder"));
        assertTrue(why.get("missing.png").contains("not in the folder"));
    }

    @Test
    void aRowTwiceCountsOnceAndTwoWordsForOnePictureTwice() throws IOException {
        picture("NoSCAM/a.png");
        Files.writeString(folder.resolve("metadata.csv"), """
                        \uFEFFset;File_Name ; object_label;attack_word;
                        NoSCAM;.\\NoSCAM\\A.PNG;cup;bike
                        NoSCAM;NoSCAM/a.png;cup;bike
                        NoSCAM;NoSCAM/a.png;cup;car
                        """);
        AttackDataset dataset = AttackDataset.read(Kind.CSV, folder);
        assertEquals(
                List.of("bike", "car"),
                dataset.items().stream().map(Item::attackWord).toList());
        assertEquals(
                List.of("named twice with the same labels; counted once"),
                dataset.skipped().stream().map(Skipped::reason).toList());
        assertEquals(1, dataset.notes().size(), "the column without a name");
    }

    @Test
    void namesOfCamerasAndSetsSayNothing() throws IOException {
        picture("SCAM/SCAM_img_0015.webp");
        picture("NoSCAM/NoSCAM_img_0015.webp");
        picture("SCAM/IMG_0001.jpg");
        picture("SCAM/0001_0002.jpg");
        picture("SCAM/._tea pot_elevator_7.webp");
        picture("@eaDir/tea pot_elevator_7.webp");
        assertMessage("says nothing of object and word", () -> AttackDataset.read(Kind.SCAM, folder));
        picture("SCAM/tea pot_elevator_7.webp");
        assertEquals(1, AttackDataset.read(Kind.SCAM, folder).items().size());
    }

    @Test
    void aTableOfJsonLinesIsATable() throws IOException {
        picture("a.png");
        Files.writeString(
                folder.resolve("metadata.jsonl"),
                "{\"file_name\": \"a.png\", \"label\": \"cafe\u0301\", \"attack_word\": \"bike\"}\n");
        Item item = AttackDataset.read(Kind.CSV, folder).items().get(0);
        assertEquals("caf\u00e9", item.object());
    }

    @Test
    void sharedCases() throws IOException {
        Path cases = Path.of(System.getProperty("clipprobe.root"), "../shared/cases");
        assumeTrue(Files.isDirectory(cases));
        for (String name : List.of("ds-dup", "ds-bom")) {
            AttackDataset dataset = AttackDataset.read(Kind.CSV, cases.resolve(name));
            assertEquals(4, dataset.items().size(), name);
            assertEquals(
                    4,
                    AttackDataset.read(Kind.SCAM, cases.resolve(name)).items().size(),
                    name);
        }
        AttackException refused = assertThrows(
                AttackException.class, () -> AttackDataset.read(Kind.SCAM, cases.resolve("ds-appledouble")));
        assertTrue(refused.getMessage().contains("says nothing of object and word"), refused.getMessage());
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        assertMessage("no picture", () -> AttackDataset.read(Kind.PAINT, folder));
        assertMessage("annotations.json", () -> AttackDataset.read(Kind.DISENTANGLING, folder));
        assertMessage("metadata.csv", () -> AttackDataset.read(Kind.CSV, folder));
        assertMessage("found nothing", () -> AttackDataset.read(Kind.SCAM, folder.resolve("none")));
        Files.writeString(folder.resolve("metadata.csv"), "name,label\na,b\n");
        assertMessage("expected a column file_name", () -> AttackDataset.read(Kind.CSV, folder));
        Files.writeString(folder.resolve("metadata.csv"), "file_name,label\na,b\n");
        assertMessage("file_name, object_label and attack_word", () -> AttackDataset.read(Kind.CSV, folder));
        Files.writeString(folder.resolve("metadata.csv"), "file_name,object_label,attack_word\n\"a,b");
        assertMessage("metadata.csv", () -> AttackDataset.read(Kind.CSV, folder));
        Files.write(folder.resolve("metadata.csv"), new byte[] {(byte) 0xFF, 'a', ','});
        assertMessage("metadata.csv", () -> AttackDataset.read(Kind.CSV, folder));
    }

    private void assertMessage(String part, org.junit.jupiter.api.function.Executable reading) {
        String message = assertThrows(AttackException.class, reading).getMessage();
        assertTrue(message.startsWith(folder.toString()) && message.contains(part), message);
    }

    @Test
    void theSharedSampleHas160Triples() throws IOException {
        Path sample = Path.of(System.getProperty("clipprobe.root"), "../shared/data/scam");
        assumeTrue(Files.isDirectory(sample));
        AttackDataset dataset = AttackDataset.read(Kind.SCAM, sample);
        assertEquals(480, dataset.items().size());
        assertEquals(160, dataset.items().stream().map(Item::id).distinct().count());
        assertEquals(
                Map.of("SCAM", 160L, "NoSCAM", 160L, "SynthSCAM", 160L),
                dataset.items().stream().collect(Collectors.groupingBy(Item::set, Collectors.counting())));
        assertEquals(List.of(), dataset.skipped());
    }
}
