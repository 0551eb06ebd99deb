package org.clipprobe.concept.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.search.Prompts;
import org.clipprobe.concept.search.SearchQuery;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.concept.search.UnitSearch;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.concept.similarity.internal.Columns;
import org.clipprobe.concept.similarity.internal.Ranks;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.Simulation;
import org.clipprobe.concept.simulation.SimulationOptions;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded sample: its last block's units, named from its own labels, on all of its pictures. */
class SampleNamingTest {
    @TempDir
    static Path folder;

    private static NamingInput input;
    private static Labels labels;
    private static Prompts spider;
    private static double logitScale;

    @BeforeAll
    static void look() throws IOException {
        SampleStudy study = SampleStudy.of("vision.3.mlp", 0, folder);
        logitScale = study.logitScale();
        labels = study.labels();
        spider = study.wanted("spider");
        input = new NamingInput(
                study.layers(), study.pictures(), study.texts(), ConceptSet.of(labels), Optional.of(labels));
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
        List<UnitMatch> matches = UnitSearch.run(
                input,
                SearchQuery.of(spider),
                SoftWpmi.of(input.labels(), OptionalDouble.empty()),
                List.of(),
                Progress.none());
        assertEquals(512, matches.size());
        assertTrue(matches.get(0).weakestAuc().orElse(0) > 0.8, matches.get(0).toString());
    }

    @Test
    void namesPredictHeldOutSourcesBetterThanRandomDirections() {
        SimulationOptions standard = SimulationOptions.standard();
        LayerSimulation layer = Simulation.run(
                        input,
                        new SimulationOptions(
                                SoftWpmi.of(input.labels(), OptionalDouble.of(logitScale)),
                                standard.examples(),
                                standard.counterexamples(),
                                standard.controls(),
                                0),
                        Progress.none())
                .get(0);
        assertTrue(layer.excess().low() > 0.03, layer.excess().toString());
        assertTrue(layer.revisedExcess().low() > 0.03, layer.revisedExcess().toString());
        assertTrue(layer.excess().mean() < 0.2, "today's sample: " + layer.excess());
    }
}
