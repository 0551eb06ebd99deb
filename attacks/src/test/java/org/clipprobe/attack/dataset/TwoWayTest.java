package org.clipprobe.attack.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.attack.outcome.McNemar;
import org.clipprobe.attack.run.DarkPixels;
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

    private static void same(long right, long pictures, TwoWay.SetAccuracy found) {
        assertEquals(right, found.accuracy().successes());
        assertEquals(pictures, found.accuracy().trials());
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
        assertEquals("NoSCAM", sets.get(0).set());
        assertEquals(1, sets.get(0).meanMargin());
        same(2, 3, sets.get(0));
        same(3, 4, sets.get(1));
        assertEquals(new McNemar(1, 1, 1), TwoWay.compare(choices, "NoSCAM", "SCAM"));
        assertEquals(new McNemar(0, 0, 1), TwoWay.compare(choices, "NoSCAM", "none"));
        List<TwoWay.SetAccuracy> words = TwoWay.accuracy(choices, TwoWay.Choice::attack);
        same(1, 2, words.get(0));
        same(4, 5, words.get(1));
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
        TwoWay.Choices found = TwoWay.choose(
                new DarkPixels(0.5),
                dataset,
                DarkPixels.classes(),
                DatasetProtocol.Scoring.TWO_WAY,
                2,
                Progress.none());
        assertEquals(1, found.skipped().size());
        List<TwoWay.SetAccuracy> sets = TwoWay.accuracy(found.choices());
        same(1, 2, sets.get(0));
        same(1, 1, sets.get(1));
        assertEquals(new McNemar(1, 0, 1), TwoWay.compare(found.choices(), "clean", "attacked"));
    }
}
