package org.clipprobe.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.DrawnWords;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captured;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.clipprobe.probe.MultimodalOptions;
import org.clipprobe.probe.MultimodalProbe;
import org.clipprobe.probe.ProbeException;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Towers with random weights look at the sample's pictures and words: they know nothing, and nothing may be found. */
class RandomTowerTest {
    private static final int SEEDS = 20;
    private static final SyntheticClip.Size SIZE = new SyntheticClip.Size(32, 8, 64, 2, 2, 32, 64, 32, 1, 2, 16);

    @TempDir
    private Path folder;

    @Test
    void noMoreTowersHaveMultimodalUnitsThanIsStated() throws IOException, ProbeException {
        ProbingSet read = ProbingSet.read(Path.of(System.getProperty("clipprobe.root"), "samples", "pictures"));
        DrawnWords drawn = new DrawnWords(SIZE.image(), SIZE.image(), 0);
        List<Example> words = new ArrayList<>();
        read.concepts().forEach(concept -> words.addAll(drawn.examples(concept, Facet.WORD, concept, 4)));
        ProbingSet set = read.with(words);
        float[] pixels = new float[0];
        int[] any = new int[2];
        double[] rates = {0.05, 0.2};
        for (int seed = 0; seed < SEEDS; seed++) {
            Path model = folder.resolve("tower" + seed);
            SyntheticClip.write(model, SIZE, seed);
            try (ClipModel opened = ClipModel.open(model)) {
                VisionTower tower = opened.requireVision();
                pixels = seed == 0 ? pixels(set, tower.preprocessing()) : pixels;
                List<Activations> layers = look(tower, pixels, set.examples().size());
                for (int i = 0; i < rates.length; i++) {
                    MultimodalOptions options = new MultimodalOptions(rates[i], 0.9, 0, 0);
                    int units = MultimodalProbe.run(set.labels(), layers, options, Progress.none())
                            .multimodalUnits();
                    any[i] += units > 0 ? 1 : 0;
                }
            }
        }
        for (int i = 0; i < rates.length; i++) {
            int bound = new BinomialDistribution(null, SEEDS, rates[i]).inverseCumulativeProbability(0.999);
            assertTrue(any[i] <= bound, "at " + rates[i] + ": units in " + any[i] + " of " + SEEDS + " towers");
        }
    }

    private static List<Activations> look(VisionTower tower, float[] pixels, int examples) throws IOException {
        List<Capture> captures = tower.matching("vision.*.mlp").stream()
                .map(hook -> new Capture(hook, Pooling.TOKEN))
                .toList();
        try (VisionSession session = tower.open(captures)) {
            List<Captured> captured = session.run(pixels, examples).captured();
            return captured.stream()
                    .map(one -> Activations.of(one.capture(), examples, one.values()))
                    .toList();
        }
    }

    private static float[] pixels(ProbingSet set, Preprocessing preprocessing) throws IOException {
        int size = 3 * SIZE.image() * SIZE.image();
        float[] pixels = new float[set.examples().size() * size];
        TextPainter painter = new TextPainter();
        for (int i = 0; i < set.examples().size(); i++) {
            InterleavedU8 picture = set.examples().get(i).pixels() instanceof Example.DrawnWord word
                    ? word.rendering().paint(painter)
                    : Pictures.read(((Example.PictureFile) set.examples().get(i).pixels()).path());
            preprocessing.normalise(preprocessing.fit(picture), pixels, i * size);
        }
        return pixels;
    }
}
