package org.clipprobe.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** What is planted is found, and of what is found no more is false than is said. */
class PlantedTruthTest {
    private static final int CONCEPTS = 30;
    private static final double STRONG = 4;
    private static final MultimodalOptions OPTIONS = new MultimodalOptions(0.2, 0.9, 20, 1);

    @Test
    void multimodalUnitsAreFoundAndNoOthersBeyondTheRate() throws ProbeException {
        double falseShare = 0;
        int seeds = 20;
        int recognised = 0;
        int missing = 0;
        long escaped = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Planted planted = new Planted(seed, CONCEPTS, 8).correlated(seed % 2 == 0 ? 0 : 0.5);
            Set<String> truth = new HashSet<>();
            Set<String> letters = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                int concept = planted.randomConcept();
                int unit = planted.responding(concept, STRONG, "photo", "drawing", "word");
                truth.add(unit + " " + Planted.name(concept));
                planted.responding(planted.randomConcept(), STRONG, "photo", "drawing");
                planted.responding(planted.randomConcept(), STRONG, "drawing", "word");
                planted.responding(planted.randomConcept(), STRONG, "word");
                planted.responding(planted.randomConcept(), STRONG, "word", "spelling");
                int read = planted.randomConcept();
                int reader = planted.responding(read, STRONG, "photo", "drawing", "word", "spelling");
                letters.add(reader + " " + Planted.name(read));
                for (int noise = 0; noise < 10; noise++) {
                    planted.unit((c, facet) -> 0);
                }
            }
            MultimodalResult result = planted.test(OPTIONS);
            Set<String> found = pairs(result, false);
            Set<String> missed = new HashSet<>(truth);
            missed.removeAll(found);
            missing += missed.size();
            recognised += pairs(result, true).size();
            escaped += pairs(result, false).stream().filter(letters::contains).count();
            found.removeAll(truth);
            falseShare += found.size() / (double) (found.size() + truth.size() - missed.size()) / seeds;
        }
        assertTrue(missing <= 0.1 * 10 * seeds, "planted and not found: " + missing);
        assertTrue(falseShare <= OPTIONS.fdr(), "share of false findings: " + falseShare);
        assertTrue(escaped <= 0.1 * recognised, "readers of letters: " + recognised + " recognised, not " + escaped);
    }

    /** Units that prefer some pictures and some words, which have nothing to do with each other. */
    @Test
    void coincidencesAreNotFoundMoreOftenThanTheRate() throws ProbeException {
        int seeds = 200;
        int withFindings = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Planted planted = coincidences(new Planted(seed, CONCEPTS, 3), 60);
            MultimodalResult result = planted.test(OPTIONS);
            withFindings += result.findings().isEmpty() ? 0 : 1;
        }
        int bound = new BinomialDistribution(null, seeds, OPTIONS.fdr()).inverseCumulativeProbability(0.999);
        assertTrue(withFindings <= bound, "findings in " + withFindings + " of " + seeds + ", at most " + bound);
    }

    @Test
    void amongCoincidencesTheShareOfFalseFindingsKeepsTheRate() throws ProbeException {
        int seeds = 60;
        double falseShare = 0;
        double foundShare = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Planted planted = coincidences(new Planted(seed, CONCEPTS, 3), 40);
            Set<String> truth = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                int concept = planted.randomConcept();
                truth.add(
                        planted.responding(concept, STRONG, "photo", "drawing", "word") + " " + Planted.name(concept));
            }
            Set<String> found = pairs(planted.test(OPTIONS), false);
            int all = Math.max(1, found.size());
            found.retainAll(truth);
            foundShare += found.size() / 30.0 / seeds;
            falseShare += (all - found.size()) / (double) all / seeds;
        }
        assertTrue(falseShare <= OPTIONS.fdr(), "share of false findings: " + falseShare);
        assertTrue(foundShare > 0.5, "share of the planted that is found: " + foundShare);
    }

    @Test
    void theControlsStandFarBelowWhatIsPlanted() throws ProbeException {
        Planted planted = new Planted(3, CONCEPTS, 8);
        for (int i = 0; i < 20; i++) {
            planted.responding(i, STRONG, "photo", "drawing", "word");
        }
        MultimodalResult result = planted.test(OPTIONS);
        LayerResult layer = result.layers().get(0);
        assertEquals(20, layer.multimodalUnits());
        assertEquals(20, layer.confirmedUnits());
        assertTrue(layer.unitsByChance() < 2, "of 20 units one in 30 by coincidence");
        for (HeldOut held : result.heldOut()) {
            assertEquals(20, held.found(), held.facet());
            assertEquals(20, held.confirmed(), held.facet());
            assertTrue(held.chance() < 3, "by chance hardly any: " + held.chance());
        }
    }

    @Test
    void aUnitThatReadsLettersIsListedButDoesNotCount() throws ProbeException {
        Planted planted = new Planted(8, CONCEPTS, 8);
        planted.responding(4, STRONG, "photo", "drawing", "word", "spelling");
        for (int i = 5; i < 15; i++) {
            planted.responding(i, STRONG, "photo", "drawing", "word");
        }
        MultimodalResult result = planted.test(OPTIONS);
        Finding reader = result.findings().stream()
                .filter(f -> f.unit().index() == 0)
                .findFirst()
                .orElseThrow();
        assertTrue(reader.readsLetters());
        assertEquals(10, result.layers().get(0).multimodalUnits());
        assertEquals(1, result.layers().get(0).letterReadingUnits());
        assertFalse(result.findings().stream().filter(f -> f.unit().index() > 0).anyMatch(Finding::readsLetters));
    }

    /** Units with strong, medium and weak preferences, independently for pictures and for words. */
    private static Planted coincidences(Planted planted, int units) {
        for (int i = 0; i < units; i++) {
            int[] seen = {planted.randomConcept(), planted.randomConcept(), planted.randomConcept()};
            int[] read = {planted.randomConcept(), planted.randomConcept(), planted.randomConcept()};
            planted.unit((concept, facet) -> {
                int[] preferred = facet.equals("word") ? read : seen;
                for (int j = 0; j < preferred.length; j++) {
                    if (preferred[j] == concept) {
                        return STRONG - j;
                    }
                }
                return 0;
            });
        }
        return planted;
    }

    private static Set<String> pairs(MultimodalResult result, boolean readingLetters) {
        return result.findings().stream()
                .filter(f -> f.readsLetters() == readingLetters)
                .map(f -> f.unit().index() + " " + f.concept())
                .collect(Collectors.toSet());
    }
}
