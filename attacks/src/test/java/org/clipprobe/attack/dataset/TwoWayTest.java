package org.clipprobe.attack.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.attack.run.DarkPixels;
import org.clipprobe.attack.run.McNemar;
import org.clipprobe.attack.run.Proportion;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoWayTest {
    private static TwoWay.Choice choice(String id, String set, String object, String attack, double a, double b) {
        return new TwoWay.Choice(id, set, Path.of(id + ".png"), object, attack, a, b);
    }

    @Test
    void twoWayScoringIsPaired() {
        List<TwoWay.Choice> choices = List.of(
                choice("1", "NoSCAM", "cup", "bike", 2, 1),
                choice("1", "SCAM", "cup", "bike", 1, 2),
                choice("2", "NoSCAM", "pot", "car", 3, 1),
                choice("2", "SCAM", "pot", "car", 3, 2),
                choice("3", "NoSCAM", "pot", "car", 1, 1),
                choice("3", "SCAM", "pot", "car", 3, 2),
                choice("4", "SCAM", "pot", "car", 3, 2));
        List<TwoWay.SetAccuracy> sets = TwoWay.accuracy(choices);
        assertEquals(new TwoWay.SetAccuracy("NoSCAM", new Proportion(2, 3), 1), sets.get(0));
        assertEquals(new Proportion(3, 4), sets.get(1).accuracy());
        assertEquals(new McNemar(1, 1), TwoWay.compare(choices, "NoSCAM", "SCAM"));
        assertEquals(new McNemar(0, 0), TwoWay.compare(choices, "NoSCAM", "none"));
        assertEquals(
                List.of(new Proportion(1, 2), new Proportion(4, 5)),
                TwoWay.accuracy(choices, TwoWay.Choice::attack).stream()
                        .map(TwoWay.SetAccuracy::accuracy)
                        .toList());
    }

    /** The planted model sees dark or light, so that every choice is known. */
    @Test
    void everyChoiceOfAPlantedModelIsRight(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("a.png"), Pictures.png(TextPainter.canvas(9, 9, Rgb.WHITE)));
        Files.write(folder.resolve("b.png"), Pictures.png(TextPainter.canvas(9, 9, Rgb.BLACK)));
        Files.writeString(folder.resolve("c.png"), "broken");
        Files.writeString(folder.resolve("metadata.csv"), """
                id,set,file_name,object_label,attack_word
                1,clean,a.png,light,dark
                1,attacked,b.png,Light,dark
                2,clean,c.png,light,dark
                2,attacked,a.png,light,dark
                """);
        AttackDataset dataset = AttackDataset.read(AttackDataset.Kind.CSV, folder);
        TwoWay.Choices found = TwoWay.choose(new DarkPixels(0.5), dataset, DarkPixels.classes(), 2, Progress.none());
        assertEquals(1, found.skipped().size());
        assertEquals(
                List.of(new Proportion(1, 2), new Proportion(1, 1)),
                TwoWay.accuracy(found.choices()).stream()
                        .map(TwoWay.SetAccuracy::accuracy)
                        .toList());
        assertEquals(new McNemar(1, 0), TwoWay.compare(found.choices(), "clean", "attacked"));
    }
}
