package org.clipprobe.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.Unit;
import org.junit.jupiter.api.Test;

/** Units are counted by families, and families that have more than chance gives are told. */
class FamiliesTest {
    private static final int CONCEPTS = 24;

    private static MultimodalResult found(List<Finding> findings) {
        List<LayerResult> layers = IntStream.range(0, 2)
                .mapToObj(i -> new LayerResult(
                        new Capture(new HookPoint("vision." + i + ".mlp", 64, true), Pooling.TOKEN),
                        64,
                        0,
                        64L * CONCEPTS,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0))
                .toList();
        List<ConceptCount> concepts = IntStream.range(0, CONCEPTS)
                .mapToObj(c -> new ConceptCount("c" + c, List.of(2, 2), c != CONCEPTS - 1))
                .toList();
        return new MultimodalResult(
                MultimodalOptions.defaults(),
                List.of("photo", "word"),
                concepts,
                OptionalDouble.of(3),
                layers,
                List.of(),
                findings,
                List.of(),
                List.of(),
                List.of());
    }

    private static Finding finding(int layer, int unit, int concept, boolean letters) {
        return new Finding(
                new Unit("vision." + layer + ".mlp", unit),
                "c" + concept,
                List.of(),
                4,
                0.95,
                0.05,
                0.1,
                Optional.empty(),
                List.of(),
                letters ? Optional.of(new SpellingControl(1, 4, 0.5, 0.9, true)) : Optional.empty());
    }

    private static Map<String, String> families() {
        Map<String, String> families = new HashMap<>();
        for (int c = 0; c < CONCEPTS; c++) {
            families.put("c" + c, c % 4 == 0 ? "animal" : "food");
        }
        return families;
    }

    @Test
    void aFamilyThatHasThemAllIsTold() {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            findings.add(finding(i % 2, i, 4 * (i % 6), false));
        }
        findings.add(finding(0, 0, 4, false));
        findings.add(finding(0, 60, 1, true));
        List<FamilyCount> counts = found(findings).withFamilies(families()).families();
        assertEquals(
                List.of("animal", "food"),
                counts.stream().map(FamilyCount::family).toList());
        FamilyCount animal = counts.get(0);
        assertEquals(6, animal.concepts());
        assertEquals(12, animal.units(), "a unit found for two animals counts once");
        assertEquals(List.of(6, 6), animal.layers());
        assertEquals(13 * 6 / 23.0, animal.byChance(), 0.15);
        assertTrue(animal.p() < 0.001, "p " + animal.p());
        assertEquals(17, counts.get(1).concepts(), "an untested concept is none of its family's");
        assertEquals(0, counts.get(1).units(), "what reads letters is not counted");
        assertEquals(1, counts.get(1).p());
    }

    @Test
    void whereFamiliesMeanNothingPIsSmallAsOftenAsItSays() {
        int small = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Finding> findings = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                findings.add(finding(0, i, random.nextInt(CONCEPTS - 1), false));
            }
            small += found(findings).withFamilies(families()).families().get(0).p() <= 0.1 ? 1 : 0;
        }
        // Binomial: 14 or more of 60 at 0.1 happen in 0.2 % of all cases.
        assertTrue(small <= 13, small + " of 60 at 0.1");
    }

    @Test
    void withoutFamiliesThereAreNone() {
        assertEquals(List.of(), found(List.of()).withFamilies(Map.of()).families());
    }
}
