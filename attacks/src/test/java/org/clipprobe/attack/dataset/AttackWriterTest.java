package org.clipprobe.attack.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.DarkPixels;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.run.Progress;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.Skipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackWriterTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsADataSetAndTheSameAgain() throws IOException {
        Path file = folder.resolve("a.png");
        Files.write(file, Pictures.png(TextPainter.canvas(80, 60, new Rgb(1, 2, 3))));
        Files.writeString(folder.resolve("b.png"), "broken");
        List<AttackRun.Picture> pictures = List.of(
                new AttackRun.Picture("a", "light", file),
                new AttackRun.Picture("b", "light", folder.resolve("b.png")));
        Protocol protocol = Protocol.plain("hostile")
                .withTexts(List.of(
                        Protocol.Wording.of("=1+1,\"<b>\n"), Protocol.Wording.of("שלום"), Protocol.Wording.of("iPod")));
        for (String name : List.of("one", "two")) {
            try (RunFolder run = RunFolder.begin(folder.resolve(name))) {
                List<Skipped> skipped = new AttackWriter(protocol, List.of("light"), new DarkPixels(1)::fit, 9)
                        .write(pictures, run, Progress.none());
                assertEquals(List.of("b"), skipped.stream().map(Skipped::file).toList());
                run.commit();
            }
        }
        AttackDataset dataset = AttackDataset.read(AttackDataset.Kind.CSV, folder.resolve("one"));
        assertEquals(3, dataset.items().size());
        assertEquals("=1+1,\"<b>", dataset.items().get(0).attackWord(), "only stripped");
        assertEquals("light", dataset.items().get(1).object());
        for (String name : List.of("metadata.csv", "protocol.json", "000000-0002.png")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("one").resolve(name)),
                    Files.readAllBytes(folder.resolve("two").resolve(name)));
        }
        assertEquals(protocol, Protocol.read(folder.resolve("one/protocol.json")));
        assertEquals(DarkPixels.SIDE, Pictures.read(folder.resolve("one/000000-0000.png")).width);
        assertTrue(
                Files.readString(folder.resolve("one/metadata.csv")).startsWith("file_name,object_label,attack_word,"));
    }
}
