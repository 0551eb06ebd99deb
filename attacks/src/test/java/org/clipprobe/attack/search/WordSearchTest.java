package org.clipprobe.attack.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Attacker;
import org.clipprobe.attack.Controls;
import org.clipprobe.attack.Stroke;
import org.clipprobe.attack.TextSize;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.DarkPixels;
import org.clipprobe.attack.run.ImageEmbedder;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole search on the planted model that counts dark pixels: a word is the stronger the more ink it has. */
class WordSearchTest {
    private static final double THRESHOLD = 0.05;

    @TempDir
    private Path folder;

    private final List<AttackRun.Picture> pictures = new ArrayList<>();

    /** Light pictures with different shares of dark pixels, all below the threshold; and two dark ones. */
    @BeforeEach
    void paint() throws IOException {
        for (int i = 0; i < 26; i++) {
            boolean dark = i >= 24;
            InterleavedU8 picture =
                    TextPainter.canvas(DarkPixels.SIDE, DarkPixels.SIDE, dark ? Rgb.BLACK : new Rgb(220, 220, 180));
            for (int at = 0; at < i % 6 * 12; at++) {
                picture.set24(at % DarkPixels.SIDE, at / DarkPixels.SIDE, 0);
            }
            Path file = folder.resolve(i + ".png");
            Files.write(file, Pictures.png(picture));
            pictures.add(new AttackRun.Picture(i + ".png", dark ? "dark" : "light", file));
        }
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        pictures.add(new AttackRun.Picture("broken.png", "light", broken));
    }

    private static List<Attack> black() {
        return Stream.of(16.0, 30.0)
                .map(percent -> Attack.of("")
                        .withSize(TextSize.percentOfHeight(percent))
                        .withColour(Rgb.BLACK, Stroke.NONE))
                .toList();
    }

    private static WordSearch.Plan plan(Arena.Goal goal, String about, List<String> words, long budget, long seed) {
        return new WordSearch.Plan(goal, about, words, black(), budget, 8, seed, List.of());
    }

    private Strongest search(WordSearch.Plan plan) throws IOException {
        return new WordSearch(new DarkPixels(THRESHOLD), DarkPixels.classes(), plan, Controls.avoiding(List.of()))
                .run(pictures, Progress.none());
    }

    /** Hundreds of words with next to no ink, and one with much. */
    private static List<String> hay() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            words.add("." + "\u200B".repeat(i));
        }
        words.add(211, "MWM");
        return words;
    }

    @Test
    void theGuidedSearchFindsTheNeedleThatRandomSearchMisses() throws IOException {
        int byChance = 0;
        for (int seed = 0; seed < 3; seed++) {
            Strongest found = search(plan(Arena.Goal.TARGETED, "dark", hay(), 700, seed));
            Strongest.Candidate best = found.best().get(0);
            assertEquals("MWM", best.attack().text());
            assertEquals("dark", best.attack().target());
            assertEquals(12, best.seen().trials());
            assertEquals(12, best.unseen().trials(), "pictures that the search did not see");
            assertTrue(best.unseen().share() > 0.9, "wins on unseen pictures as well: " + best.unseen());
            assertEquals(5, found.random().size(), "a random search for each of several seeds");
            found.random()
                    .forEach(random ->
                            assertTrue(best.unseen().share() >= random.unseen().share()));
            assertEquals(4, best.controls().size());
            assertTrue(found.spent() <= 700, "spent " + found.spent());
            assertEquals(301, found.weighed());
            assertEquals(1, found.skipped().size());
            byChance += found.random().get(0).attack().text().equals("MWM") ? 1 : 0;
        }
        assertTrue(byChance < 3, byChance + " of 3 by chance");
    }

    @Test
    void everythingIsTriedWhereTheBudgetAllowsItAndTheSmallerOfTwoWinnersIsFirst() throws IOException {
        Strongest found = search(plan(Arena.Goal.TARGETED, "dark", List.of("i", "MWM"), 1000, 1));
        assertTrue(found.exhaustive());
        assertEquals(2 * 2 * 12, found.spent());
        assertEquals(4, found.best().size());
        List<Strongest.Candidate> best = found.best();
        for (int i = 1; i < best.size(); i++) {
            double before = best.get(i - 1).seen().share();
            double share = best.get(i).seen().share();
            assertTrue(
                    before > share || best.get(i - 1).meanCover() <= best.get(i).meanCover());
        }
        assertEquals(12, found.smallest().size());
        assertTrue(found.smallest().stream().allMatch(size -> size.pixels().isPresent()));
        assertEquals(12, found.examples().size());
    }

    @Test
    void aClassIsBrokenByWhatMakesRightAnswersWrong() throws IOException {
        Strongest found = search(plan(Arena.Goal.UNTARGETED, "light", hay(), 700, 2));
        assertEquals("MWM", found.best().get(0).attack().text());
        assertEquals("MWM", found.best().get(0).attack().target());
        Strongest all = search(plan(Arena.Goal.UNTARGETED, "", List.of("i", "MWM"), 1000, 2));
        assertEquals(13, all.pictures(), "of 24 light and 2 dark pictures, all named rightly, half");
        assertEquals("MWM", all.best().get(0).attack().text());
        assertTrue(all.best().get(0).seen().share() < 1, "dark pictures stay dark");
    }

    /** Sees ink as the other model does, and reads one word on every second picture. */
    private static final class Reader implements ImageEmbedder {
        private final DarkPixels ink = new DarkPixels(THRESHOLD);
        private final Set<Integer> read = new HashSet<>();

        void reads(String word, List<AttackRun.Picture> pictures) throws IOException {
            Attacker attacker = new Attacker(new TextPainter());
            for (int i = 0; i < pictures.size() - 1; i += 2) {
                InterleavedU8 fitted = fit(Pictures.read(pictures.get(i).file()));
                for (Attack style : black()) {
                    Attack attack = style.withText(word, "dark");
                    read.add(Arrays.hashCode(attacker.apply(fitted, attack, 0).picture().data));
                }
            }
        }

        @Override
        public String fingerprint() {
            return "reader";
        }

        @Override
        public int dimensions() {
            return ink.dimensions();
        }

        @Override
        public InterleavedU8 fit(InterleavedU8 picture) {
            return ink.fit(picture);
        }

        @Override
        public float[] embed(List<InterleavedU8> fitted) throws IOException {
            float[] rows = ink.embed(fitted);
            for (int i = 0; i < fitted.size(); i++) {
                if (read.contains(Arrays.hashCode(fitted.get(i).data))) {
                    rows[2 * i] = 0;
                    rows[2 * i + 1] = 1;
                }
            }
            return rows;
        }
    }

    /** Ink alone wins more often, and so do its letters in another order; the word that is read comes first. */
    @Test
    void theStrongestIsWhatDoesMoreThanItsAnagrams() throws IOException {
        Reader reader = new Reader();
        reader.reads("il", pictures);
        Strongest found = new WordSearch(
                        reader,
                        DarkPixels.classes(),
                        plan(Arena.Goal.TARGETED, "dark", List.of("MWm", "il"), 1000, 1),
                        Controls.avoiding(List.of()))
                .run(pictures, Progress.none());
        Strongest.Candidate first = found.best().get(0);
        assertEquals("il", first.attack().text());
        assertTrue(
                found.best().stream()
                        .anyMatch(other -> other.attack().text().equals("MWm")
                                && other.seen().share() > first.seen().share()),
                found.best().toString());
    }

    @Test
    void theSameSeedFindsTheSame() throws IOException {
        WordSearch.Plan plan = plan(Arena.Goal.TARGETED, "dark", hay(), 300, 5);
        assertEquals(search(plan), search(plan));
    }

    @Test
    void saysWhatIsMissing() {
        pictures.removeIf(picture -> picture.trueClass().equals("light"));
        IOException none =
                assertThrows(IOException.class, () -> search(plan(Arena.Goal.TARGETED, "dark", List.of("i"), 9, 1)));
        assertTrue(none.getMessage().contains("another class than 'dark'"), none.getMessage());
        IOException wrong =
                assertThrows(IOException.class, () -> search(plan(Arena.Goal.UNTARGETED, "light", List.of("i"), 9, 1)));
        assertTrue(wrong.getMessage().contains("nothing to break"), wrong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> plan(Arena.Goal.TARGETED, "dark", List.of(), 9, 1));
    }
}
