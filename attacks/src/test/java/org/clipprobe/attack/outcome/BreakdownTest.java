package org.clipprobe.attack.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.TextSize;
import org.clipprobe.attack.run.ZeroShot;
import org.junit.jupiter.api.Test;

class BreakdownTest {
    private static final List<String> CLASSES = List.of("cat", "dog", "owl");
    private static final ZeroShot MODEL =
            new ZeroShot(CLASSES, new org.clipprobe.concept.set.Embeddings(3, 1, new float[3]), 1);

    private static Trial trial(String picture, String truth, Attack attack, String before, String after) {
        return new Trial(
                picture, truth, 0, attack, 0.1, 20, answer(before, truth, attack), answer(after, truth, attack));
    }

    private static Answer answer(String seen, String truth, Attack attack) {
        double[] logits = new double[3];
        logits[CLASSES.indexOf(seen)] = 4;
        return MODEL.answer(logits, truth, attack.target());
    }

    @Test
    void theFourOutcomesExcludeEachOther() {
        Attack dog = Attack.of("dog");
        assertEquals(
                Outcome.CHANGED_TO_TARGET, trial("a", "cat", dog, "cat", "dog").outcome());
        assertEquals(
                Outcome.TARGET_ALREADY, trial("a", "dog", dog, "dog", "dog").outcome());
        assertEquals(
                Outcome.TARGET_ALREADY, trial("a", "dog", dog, "dog", "owl").outcome());
        assertEquals(Outcome.CHANGED_AWAY, trial("a", "cat", dog, "cat", "owl").outcome());
        assertEquals(Outcome.UNCHANGED, trial("a", "cat", dog, "cat", "cat").outcome());
        assertEquals(
                Outcome.UNCHANGED,
                trial("a", "cat", Attack.of("iPod"), "owl", "owl").outcome());
        assertEquals(
                Outcome.CHANGED_AWAY,
                trial("a", "cat", Attack.of("iPod"), "owl", "cat").outcome());
        assertTrue(trial("a", "cat", dog, "cat", "owl").broken());
    }

    private static void same(long successes, long trials, Proportion found) {
        assertEquals(successes, found.successes());
        assertEquals(trials, found.trials());
    }

    /** Nothing is right or wrong about a picture of which nobody says what it shows. */
    @Test
    void unlabelledPicturesHaveNoAccuracyAndNoClass() {
        Breakdown breakdown = new Breakdown();
        Attack dog = Attack.of("dog");
        breakdown.accept(trial("a", "", dog, "cat", "dog"));
        breakdown.accept(trial("b", "", dog, "cat", "cat"));
        Summary all = breakdown.all();
        same(1, 2, all.success());
        same(0, 0, all.accuracyBefore());
        same(0, 0, all.accuracyAfter());
        same(0, 0, all.broken());
        assertEquals(List.of(), breakdown.by(Dimension.CLASS));
        assertEquals(List.of(), breakdown.unlistedClasses());
        assertEquals(2, breakdown.by(Dimension.TEXT).get(0).summary().trials());
    }

    @Test
    void everyTableIsExact() {
        Breakdown breakdown = new Breakdown();
        Attack dog = Attack.of("dog");
        Attack owl = Attack.of("owl").withSize(TextSize.pixels(9));
        breakdown.accept(trial("a", "cat", dog, "cat", "dog"));
        breakdown.accept(trial("b", "cat", dog, "cat", "cat"));
        breakdown.accept(trial("c", "dog", dog, "dog", "dog"));
        breakdown.accept(trial("d", "owl", dog, "dog", "owl"));
        breakdown.accept(trial("a", "cat", owl, "cat", "dog"));
        Summary all = breakdown.all();
        assertEquals(5, all.trials());
        assertEquals(4, all.pictures());
        assertEquals(
                Map.of(
                        Outcome.CHANGED_TO_TARGET, 1L,
                        Outcome.TARGET_ALREADY, 2L,
                        Outcome.CHANGED_AWAY, 1L,
                        Outcome.UNCHANGED, 1L),
                all.outcomes());
        assertEquals(
                5, all.outcomes().values().stream().mapToLong(Long::longValue).sum());
        same(1, 5, all.success());
        same(3, 4, all.accuracyBefore());
        same(3, 5, all.accuracyAfter());
        assertEquals(2, all.accuracyChange().onlyFirst());
        assertEquals(1, all.accuracyChange().onlySecond());
        assertEquals(0.1, all.meanCover(), 1e-15);
        assertEquals((-8 + 0 + 0 + 8 - 8) / 5.0, all.meanMarginShift(), 1e-12);
        assertEquals((2 + 2 + 1 + 1 + 3) / 5.0, all.meanTargetRankBefore(), 1e-12);
        assertEquals((1 + 2 + 1 + 3 + 3) / 5.0, all.meanTargetRankAfter(), 1e-12);
        assertEquals(
                List.of("dog", "owl"),
                breakdown.by(Dimension.TEXT).stream().map(Breakdown.Group::key).toList());
        assertEquals(
                List.of("9px", "16%"),
                breakdown.by(Dimension.SIZE).stream().map(Breakdown.Group::key).toList(),
                "numbers in their order");
        same(1, 3, breakdown.by(Dimension.CLASS).get(0).summary().success());
    }
}
