package org.clipprobe.attack.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clipprobe.attack.run.DarkPixels;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.concept.set.TextEmbeddings;
import org.clipprobe.concept.set.TowerTextEmbedder;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.model.ClipModel;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetProtocolTest {
    @Test
    void protocolsHaveTheirPapersTemplates() {
        DatasetProtocol scam = DatasetProtocol.named("SCAM").orElseThrow();
        assertEquals(32, scam.templates().templates().stream().distinct().count());
        assertEquals(PromptTemplates.Averaging.RAW, scam.templates().averaging());
        assertEquals(DatasetProtocol.Scoring.TWO_WAY, scam.scoring());
        for (String name : List.of("defense-prefix", "mirrorclip")) {
            DatasetProtocol all = DatasetProtocol.named(name).orElseThrow();
            assertEquals(DatasetProtocol.Scoring.ALL, all.scoring());
            assertEquals(List.of("a photo of a {}."), all.templates().templates());
        }
        assertEquals(Optional.empty(), DatasetProtocol.named("distill"));
    }

    /** What SCAM's scripts do: the mean of the embeddings as the tower gives them, scaled to length 1 in the end. */
    @Test
    void rawEmbeddingsAreAveragedBeforeTheyAreScaled() throws IOException {
        Path sample = Path.of(System.getProperty("clipprobe.root"), "samples", "emoji-clip");
        PromptTemplates templates = DatasetProtocol.named("scam").orElseThrow().templates();
        try (ClipModel model = ClipModel.open(sample);
                TowerTextEmbedder embedder = new TowerTextEmbedder(model)) {
            List<String> prompts = templates.prompts("spider");
            int dimensions = embedder.dimensions();
            float[] raw = embedder.embedRaw(prompts);
            float[] unit = embedder.embed(prompts).values();
            float[] scaled = Embeddings.normalised(prompts.size(), dimensions, raw.clone())
                    .values();
            assertArrayEquals(unit, scaled, 1e-5f, "the same directions");
            float[] mean = new float[dimensions];
            for (int i = 0; i < raw.length; i++) {
                mean[i % dimensions] += raw[i] / prompts.size();
            }
            float[] found = TextEmbeddings.uncached(embedder)
                    .of(List.of("spider"), templates, Progress.none())
                    .values();
            assertArrayEquals(Embeddings.normalised(1, dimensions, mean).values(), found, 1e-5f);
            float[] other = TextEmbeddings.uncached(embedder)
                    .of(List.of("spider"), new PromptTemplates("scam", templates.templates()), Progress.none())
                    .values();
            assertNotEquals(List.of(found[0], found[1]), List.of(other[0], other[1]), "lengths count");
        }
    }

    /** Dark pictures are right two ways, and wrong where a third class is nearer. */
    @Test
    void overAllClassesAThirdClassCanWin(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("a.png"), Pictures.png(TextPainter.canvas(9, 9, Rgb.WHITE)));
        Files.writeString(folder.resolve("metadata.csv"), """
                file_name,object_label,attack_word,postit_area_pct
                a.png,dark,neither,12.5
                a.png,light,dark,
                """);
        AttackDataset dataset = AttackDataset.read(AttackDataset.Kind.CSV, folder);
        assertEquals(OptionalDouble.of(12.5), dataset.items().get(0).labelArea());
        assertEquals(OptionalDouble.empty(), dataset.items().get(1).labelArea());
        ZeroShot classes = new ZeroShot(
                List.of("light", "dark", "neither"), new Embeddings(3, 2, new float[] {1, 0, 0, 1, -1, 0}), 100);
        List<List<Boolean>> right = new ArrayList<>();
        for (DatasetProtocol.Scoring scoring : DatasetProtocol.Scoring.values()) {
            right.add(
                    TwoWay.choose(new DarkPixels(0.5), dataset, classes, scoring, 2, Progress.none()).choices().stream()
                            .map(TwoWay.Choice::right)
                            .toList());
        }
        assertEquals(List.of(List.of(true, true), List.of(false, true)), right);
    }

    @Test
    void quartersAreShownWhereEachHasTwentyPictures() {
        List<TwoWay.Choice> choices = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            double object = i < 40 ? 1 : -1;
            choices.add(new TwoWay.Choice(
                    "p" + i, "", Path.of("p"), "cup" + i, "car" + i, object, 0, 0, OptionalDouble.of(1 + i)));
        }
        List<TwoWay.SetAccuracy> quarters = TwoWay.byLabelArea(choices);
        assertEquals(
                List.of(20L, 20L, 0L, 0L),
                quarters.stream().map(quarter -> quarter.accuracy().successes()).toList());
        assertEquals("label 1.0 to 20.0 %", quarters.get(0).set());
        assertEquals(List.of(), TwoWay.byLabelArea(choices.subList(0, 79)));
        assertTrue(TwoWay.byLabelArea(List.of()).isEmpty());
    }
}
