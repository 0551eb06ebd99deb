package org.clipprobe.attack.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Backing;
import org.clipprobe.attack.Stage;
import org.clipprobe.attack.Stroke;
import org.clipprobe.attack.TextSize;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.run.DarkPixels;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.junit.jupiter.api.Test;

/** Searches on the planted model that counts dark pixels: what wins is known. */
class AttackSearchTest {
    private static final double THRESHOLD = 0.1;

    private static Arena arena(int pictures) throws IOException {
        List<Arena.Target> targets = new ArrayList<>();
        for (int i = 0; i < pictures; i++) {
            InterleavedU8 picture = TextPainter.canvas(DarkPixels.SIDE, DarkPixels.SIDE, new Rgb(220, 220, 180));
            for (int x = 0; x < i % 5; x++) {
                for (int y = 0; y < DarkPixels.SIDE; y++) {
                    picture.set24(x, y, 0);
                }
            }
            targets.add(new Arena.Target("p" + i, "light", picture));
        }
        return new Arena(new DarkPixels(THRESHOLD), DarkPixels.classes(), targets, 16, 1);
    }

    private static Attack ink(String text, Rgb colour, double percent) {
        Attack plain = Attack.of(text);
        return new Attack(
                text,
                "dark",
                plain.typeface(),
                TextSize.percentOfHeight(percent),
                colour,
                1,
                Stroke.NONE,
                0,
                Backing.NONE,
                plain.place(),
                1,
                Stage.MODEL_INPUT);
    }

    /** Many attacks in white that change nothing, one in black that always wins. */
    private static List<Attack> hayWithOneNeedle(int candidates, int needle) {
        List<Attack> attacks = new ArrayList<>();
        for (int i = 0; i < candidates; i++) {
            attacks.add(i == needle ? ink("MMM", Rgb.BLACK, 40) : ink("word" + i, Rgb.WHITE, 10 + i % 30));
        }
        return attacks;
    }

    @Test
    void everyCandidateIsTriedWhereThatIsCheap() throws IOException {
        Arena arena = arena(10);
        List<Attack> sizes = new ArrayList<>();
        for (double percent : new double[] {5, 60, 20, 90, 40}) {
            sizes.add(ink("MM", Rgb.BLACK, percent));
        }
        AttackSearch.Result result = new AttackSearch(arena, Arena.Goal.TARGETED, 3).run(sizes, 50, 5);
        assertEquals(50, result.spent());
        assertEquals(5, result.best().size());
        Proportion most = result.best().get(0).success();
        for (Attack attack : sizes) {
            long won = arena.attack(attack, 0, 10).stream()
                    .filter(Arena.Goal.TARGETED::reached)
                    .count();
            assertTrue(won <= most.successes());
        }
        assertTrue(most.successes() > result.best().get(4).success().successes(), "sorted");
        AttackSearch.Found first = result.best().get(0);
        AttackSearch.Found second = result.best().get(1);
        assertTrue(
                first.success().successes() > second.success().successes() || first.meanCover() <= second.meanCover());
    }

    @Test
    void halvingFindsTheNeedleWithinABudgetAtWhichRandomSearchSeldomDoes() throws IOException {
        int byHalving = 0;
        int byChance = 0;
        for (int seed = 0; seed < 10; seed++) {
            Arena arena = arena(20);
            List<Attack> candidates = hayWithOneNeedle(64, (seed * 13) % 64);
            AttackSearch search = new AttackSearch(arena, Arena.Goal.TARGETED, seed);
            AttackSearch.Result result = search.run(candidates, 400, 3);
            long before = arena.spent();
            AttackSearch.Found random = search.random(candidates.size(), candidates::get, 400);
            assertEquals(400, arena.spent() - before);
            assertTrue(result.spent() <= 400, "spent " + result.spent());
            byHalving += result.best().get(0).attack().text().equals("MMM") ? 1 : 0;
            byChance += random.attack().text().equals("MMM") ? 1 : 0;
            assertEquals(20, result.best().get(0).success().trials(), "compared on all pictures");
            assertEquals(20, random.success().trials());
        }
        assertEquals(10, byHalving);
        assertTrue(byChance <= 7, byChance + " of 10 by chance");
    }

    @Test
    void aBudgetTooSmallForAllCandidatesIsKept() throws IOException {
        for (int budget : new int[] {1, 7, 30}) {
            Arena arena = arena(6);
            AttackSearch.Result result =
                    new AttackSearch(arena, Arena.Goal.UNTARGETED, 1).run(hayWithOneNeedle(50, 0), budget, 1);
            assertTrue(result.spent() <= budget, budget + ": " + result.spent());
            assertEquals("MMM", result.best().get(0).attack().text(), "the first candidate is tried first");
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new AttackSearch(arena(1), Arena.Goal.TARGETED, 1).run(List.of(), 5, 1));
    }

    @Test
    void theSmallestSizeWinsAndALittleLessDoesNot() throws IOException {
        Arena arena = arena(5);
        Attack attack = ink("MM", Rgb.BLACK, 10);
        AttackSearch search = new AttackSearch(arena, Arena.Goal.TARGETED, 1);
        List<OptionalDouble> sizes = search.smallestSizes(attack, 1, List.of(40.0), 0.25);
        for (int i = 0; i < 5; i++) {
            double size = sizes.get(i).orElseThrow();
            assertTrue(wins(arena, attack, size, i), i + ": " + size);
            assertTrue(!wins(arena, attack, size - 0.25, i), i + ": " + size);
            assertTrue(i == 0 || size <= sizes.get(i - 1).orElseThrow(), "darker pictures need less");
        }
        assertEquals(
                List.of(OptionalDouble.empty()),
                new AttackSearch(arena(1), Arena.Goal.TARGETED, 1)
                        .smallestSizes(ink("M", Rgb.WHITE, 10), 1, List.of(40.0), 1));
    }

    private static boolean wins(Arena arena, Attack attack, double size, int picture) throws IOException {
        return arena.attack(attack.withSize(TextSize.pixels(size)), picture, picture + 1).stream()
                .allMatch(Arena.Goal.TARGETED::reached);
    }

    @Test
    void wordsThatLookLikeTheTargetOrDriveItsUnitsPromiseMost() throws IOException {
        ZeroShot classes = DarkPixels.classes();
        WordPromise promise = new WordPromise(
                new DarkPixels(THRESHOLD),
                classes,
                logits -> classes.answer(logits, "dark", "dark").target().margin(),
                GuideUnits.NONE);
        List<WordPromise.Promise> weighed =
                promise.weigh(List.of("i", "MMMM", "...", "", "WM"), DarkPixels.SIDE, DarkPixels.SIDE, 4);
        List<String> best = WordPromise.best(weighed, false, 5).stream()
                .map(WordPromise.Promise::word)
                .toList();
        assertEquals(List.of("MMMM", "WM"), best.subList(0, 2));
        assertEquals("", best.get(4));
        List<WordPromise.Promise> planted = List.of(
                new WordPromise.Promise("looks", 3, -1),
                new WordPromise.Promise("neither", 0, 0),
                new WordPromise.Promise("drives", -1, 9));
        assertEquals(
                List.of("looks", "drives"),
                WordPromise.best(planted, true, 2).stream()
                        .map(WordPromise.Promise::word)
                        .toList());
    }

    @Test
    void theUnitsOfATargetAreThoseThatItsPicturesDrive() {
        List<float[]> target = List.of(new float[] {1, 9, 5}, new float[] {2, 11, 6});
        List<float[]> others = List.of(new float[] {1, 1, 5}, new float[] {2, 3, 5}, new float[] {3, 2, 5});
        GuideUnits units = GuideUnits.respondingTo(List.of(0, 1, 2), target, others, 5);
        assertEquals(List.of(2, 1), units.units(), "a unit that nothing else moves comes first");
        assertEquals(
                List.of(2),
                GuideUnits.respondingTo(List.of(0, 2), target, others, 5).units());
        GuideUnits one = new GuideUnits(List.of(1), List.of(2.0), List.of(0.5), 5);
        assertEquals(6, one.drive(new float[] {7, 0, 5, 0}, 1), 1e-12);
        assertEquals(0, GuideUnits.NONE.drive(new float[] {7, 0, 5, 0}, 1));
    }

    /** Against a class the few units count that a word drives furthest, whichever they are. */
    @Test
    void anyUnitsThatAWordDrivesFarPromise() {
        GuideUnits any = new GuideUnits(List.of(0, 2, 3), List.of(1.0, 0.0, 0.0), List.of(1.0, 2.0, 0.5), 2);
        float[] row = {7, 4, 99, 2, 10};
        assertEquals((20 + 3) / 2.0, any.drive(row, 1), 1e-12);
        assertEquals(List.of(3, 0), any.driven(row, 1));
        assertEquals(List.of(), any.driven(new float[] {7, 0, 99, -1, 0}, 1));
    }
}
