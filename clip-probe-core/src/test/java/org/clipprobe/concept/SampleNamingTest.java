package org.clipprobe.concept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Collector;
import org.clipprobe.activation.CollectorOptions;
import org.clipprobe.activation.ContentKey;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.activation.Progress;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded sample: its last block's units, named from its own labels, on all of its pictures. */
class SampleNamingTest {
    private static final Path SAMPLES = Path.of(System.getProperty("clipprobe.root"), "samples");

    @TempDir
    static Path folder;

    private static NamingInput input;
    private static Labels labels;
    private static Prompts spider;

    @BeforeAll
    static void look() throws IOException {
        ProbingSet set = ProbingSet.read(SAMPLES.resolve("pictures"));
        try (ClipModel model = ClipModel.open(SAMPLES.resolve("emoji-clip"));
                TowerTextEmbedder embedder = new TowerTextEmbedder(model)) {
            VisionTower tower = model.requireVision();
            List<Capture> captures = List.of(
                    new Capture(tower.hookPoint("vision.3.mlp"), Pooling.TOKEN),
                    new Capture(tower.hookPoint("vision.embed"), Pooling.TOKEN));
            try (VisionSession session = tower.open(captures);
                    Collected collected = new Collector(
                                    ContentKey.of(model.fingerprint()),
                                    tower.preprocessing(),
                                    captures,
                                    session::run,
                                    new CollectorOptions(64, 2, Optional.empty()))
                            .collect(set, folder, Progress.none())) {
                labels = collected.set().labels();
                ConceptSet concepts = ConceptSet.of(labels);
                TextEmbeddings texts = TextEmbeddings.uncached(embedder);
                Embeddings words = texts.of(concepts.texts(), PromptTemplates.clip7(), Progress.none());
                spider = new Prompts(
                        List.of("a spider"), texts.of(List.of("a spider"), PromptTemplates.plain(), Progress.none()));
                Activations layer = copy(collected.activations().get(0));
                Embeddings pictures = Embeddings.of(collected.activations().get(1));
                input = new NamingInput(List.of(layer), pictures, words, concepts, Optional.of(labels));
            }
        }
    }

    private static Activations copy(Activations file) {
        float[] columns = new float[file.units() * file.examples()];
        file.columns(0, file.units(), columns);
        float[] values = new float[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns[i % file.units() * file.examples() + i / file.units()];
        }
        return Activations.of(file.capture(), file.examples(), values);
    }

    @Test
    void manyUnitsOfTheLastBlockHaveGoodNames() {
        NamedLayer layer =
                UnitNaming.run(input, NamingOptions.standard(), Progress.none()).get(0);
        assertTrue(layer.good() >= 50, "good names: " + layer.good());
    }

    @Test
    void namesAgreeWithTheConceptsThatUnitsTellBest() {
        List<UnitNames> names = Naming.name(
                        input.layers(), input.cosines(), SoftWpmi.suited(labels), 5, Progress.none())
                .get(0);
        Membership shown = Membership.of(labels);
        int clear = 0;
        int first = 0;
        int five = 0;
        for (UnitNames unit : names) {
            int[] ranks = Ranks.of(Columns.of(input.layers().get(0), unit.unit().index()));
            List<Double> areas = new ArrayList<>();
            shown.members().forEach(members -> areas.add(Ranks.auc(ranks, 0, ranks.length, members)));
            double best = areas.stream().max(Comparator.naturalOrder()).orElseThrow();
            if (best > 0.98) {
                int concept = areas.indexOf(best);
                clear++;
                first += unit.best().get(0).concept() == concept ? 1 : 0;
                five += unit.best().stream().anyMatch(name -> name.concept() == concept) ? 1 : 0;
            }
        }
        assertTrue(clear > 100, "clear units: " + clear);
        assertTrue(first >= 0.35 * clear, "named first: " + first + " of " + clear);
        assertTrue(five >= 0.6 * clear, "among five: " + five + " of " + clear);
    }

    @Test
    void theSearchForASpiderFindsUnitsThatTellSpiders() {
        List<UnitMatch> matches = UnitSearch.run(input, SearchQuery.of(spider), List.of(), Progress.none());
        assertEquals(512, matches.size());
        assertTrue(matches.get(0).weakestAuc().orElse(0) > 0.8, matches.get(0).toString());
    }

    @Test
    void namesPredictHeldOutExamplesBetterThanOthersNames() {
        LayerSimulation layer = Simulation.run(input, SimulationOptions.standard(), Progress.none())
                .get(0);
        double score = layer.units().stream()
                .mapToDouble(SimulationScore::score)
                .average()
                .orElse(0);
        double chance = layer.units().stream()
                .mapToDouble(SimulationScore::chance)
                .average()
                .orElse(0);
        double revised = layer.units().stream()
                .mapToDouble(SimulationScore::revisedScore)
                .average()
                .orElse(0);
        assertTrue(score > chance + 0.1, "score " + score + ", chance " + chance);
        assertTrue(revised > score, "revised " + revised + ", before " + score);
    }
}
