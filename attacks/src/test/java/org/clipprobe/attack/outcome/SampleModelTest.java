package org.clipprobe.attack.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.Stage;
import org.clipprobe.attack.Stroke;
import org.clipprobe.attack.TextSize;
import org.clipprobe.attack.dataset.AttackDataset;
import org.clipprobe.attack.dataset.DatasetProtocol;
import org.clipprobe.attack.dataset.TwoWay;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.UnitEvidence;
import org.clipprobe.attack.run.VisionEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.concept.set.TextEmbedder;
import org.clipprobe.concept.set.TextEmbeddings;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.Typeface;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextSession;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;

/** On the embedded model and its pictures. */
class SampleModelTest {
    private static final Path SAMPLES = Path.of(System.getProperty("clipprobe.root"), "samples");

    private record Prompts(ClipModel model, TextSession session) implements TextEmbedder {
        @Override
        public String fingerprint() throws ModelException {
            return model.fingerprint();
        }

        @Override
        public int dimensions() {
            return 128;
        }

        @Override
        public Embeddings embed(List<String> prompts) throws IOException {
            float[] values = session.run(model.requireText().tokenize(prompts)).embeddings();
            return new Embeddings(prompts.size(), 128, values);
        }
    }

    private static List<AttackRun.Picture> pictures(int count) throws IOException {
        List<AttackRun.Picture> pictures = new ArrayList<>();
        try (Stream<Path> concepts = Files.list(SAMPLES.resolve("pictures"))) {
            for (Path concept :
                    concepts.filter(Files::isDirectory).sorted().limit(count).toList()) {
                try (Stream<Path> files = Files.list(concept.resolve("render"))) {
                    Path file = files.sorted().findFirst().orElseThrow();
                    String name =
                            concept.getFileName().toString().replace('_', ' ').replace('-', ' ');
                    pictures.add(new AttackRun.Picture(name, name, file));
                }
            }
        }
        return pictures;
    }

    private static Protocol sizesAndOpacities() {
        Protocol plain = Protocol.plain("sample");
        return new Protocol(
                "sample",
                "",
                List.of(),
                List.of(Typeface.DEJAVU_SANS_BOLD),
                Stream.of(4, 14, 30).map(TextSize::percentOfHeight).toList(),
                List.of(Rgb.WHITE),
                List.of(0.25, 1.0),
                List.of(new Stroke(1, Rgb.BLACK)),
                plain.rotations(),
                plain.backings(),
                plain.places(),
                plain.repeats(),
                Stage.MODEL_INPUT,
                0);
    }

    /** The ordering of the literature: larger and more opaque words win more often. */
    @Test
    void successGrowsWithSizeAndOpacity() throws IOException {
        List<AttackRun.Picture> pictures = pictures(40);
        List<String> names = pictures.stream().map(AttackRun.Picture::trueClass).toList();
        try (ClipModel model = ClipModel.open(SAMPLES.resolve("emoji-clip"));
                TextSession text = model.requireText().open();
                VisionEmbedder vision = VisionEmbedder.open(model)) {
            Embeddings embeddings = TextEmbeddings.uncached(new Prompts(model, text))
                    .of(names, PromptTemplates.plain(), Progress.none());
            ZeroShot classes =
                    new ZeroShot(names, embeddings, model.logitScale().orElse(100));
            Breakdown breakdown = new Breakdown();
            new AttackRun(vision, classes, sizesAndOpacities(), new AttackRun.Options(32, 2, 1, Optional.empty()))
                    .run(pictures, Progress.none(), breakdown);
            List<Double> bySize = shares(breakdown, Dimension.SIZE);
            List<Double> byOpacity = shares(breakdown, Dimension.OPACITY);
            assertEquals(3, bySize.size());
            assertTrue(bySize.get(0) < bySize.get(1) && bySize.get(1) < bySize.get(2), "by size " + bySize);
            assertTrue(byOpacity.get(0) < byOpacity.get(1), "by opacity " + byOpacity);
            for (Dimension dimension : List.of(Dimension.SIZE, Dimension.OPACITY)) {
                List<Breakdown.Group> groups = breakdown.by(dimension);
                Proportion least = groups.get(0).summary().success();
                Proportion most = groups.get(groups.size() - 1).summary().success();
                assertTrue(least.high() < most.low(), dimension + ": the intervals lie apart, " + least + ", " + most);
            }
            assertTrue(breakdown.all().accuracyBefore().share() > 0.9);
            assertTrue(breakdown.all().accuracyChange().p() < 0.001);
        }
    }

    private static List<Double> shares(Breakdown breakdown, Dimension dimension) {
        return breakdown.by(dimension).stream()
                .map(group -> group.summary().success().share())
                .toList();
    }

    /** All triples of the shared sample run through; the small model is at chance on photographs. */
    @Test
    void scamRunsThrough() throws IOException {
        Path sample = SAMPLES.resolve("../../shared/data/scam");
        assumeTrue(Files.isDirectory(sample));
        AttackDataset dataset = AttackDataset.read(AttackDataset.Kind.SCAM, sample);
        List<String> names = dataset.classes().names();
        try (ClipModel model = ClipModel.open(SAMPLES.resolve("emoji-clip"));
                TextSession text = model.requireText().open();
                VisionEmbedder vision = VisionEmbedder.open(model)) {
            Embeddings embeddings = TextEmbeddings.uncached(new Prompts(model, text))
                    .of(names, PromptTemplates.simple(), Progress.none());
            ZeroShot classes = new ZeroShot(names, embeddings, 100);
            TwoWay.Choices found =
                    TwoWay.choose(vision, dataset, classes, DatasetProtocol.Scoring.TWO_WAY, 32, Progress.none());
            assertEquals(List.of(), found.skipped());
            List<TwoWay.SetAccuracy> sets = TwoWay.accuracy(found.choices());
            assertEquals(
                    List.of("NoSCAM", "SCAM", "SynthSCAM"),
                    sets.stream().map(TwoWay.SetAccuracy::set).toList());
            sets.forEach(set -> assertEquals(160, set.accuracy().trials()));
            long clean = sets.get(0).accuracy().successes();
            long attacked = sets.get(1).accuracy().successes();
            McNemar change = TwoWay.compare(found.choices(), "NoSCAM", "SCAM");
            assertEquals(clean - attacked, change.onlyFirst() - change.onlySecond());
        }
    }

    @Test
    void capturedUnitsFollowTheEmbedding() throws IOException {
        List<AttackRun.Picture> pictures = pictures(3);
        try (ClipModel model = ClipModel.open(SAMPLES.resolve("emoji-clip"))) {
            Capture capture = new Capture(model.requireVision().hookPoint("vision.3.mlp"), Pooling.TOKEN);
            ZeroShot classes = new ZeroShot(List.of("a", "b"), new Embeddings(2, 128, new float[256]), 100);
            List<float[]> before = new ArrayList<>();
            List<float[]> after = new ArrayList<>();
            try (VisionEmbedder vision = VisionEmbedder.open(model, List.of(capture), List.of())) {
                assertEquals(512, vision.units());
                new AttackRun(vision, classes, Protocol.plain("one"), new AttackRun.Options(2, 1, 1, Optional.empty()))
                        .run(pictures, Progress.none(), (trial, quiet, driven) -> {
                            before.add(quiet);
                            after.add(driven);
                        });
            }
            assertEquals(3, after.size());
            assertEquals(512, after.get(0).length);
            assertTrue(!java.util.Arrays.equals(before.get(0), after.get(0)));
            UnitEvidence.of(before, after, new boolean[] {true, false, true}, List.of(1, 2), 5, 1);
        }
    }
}
