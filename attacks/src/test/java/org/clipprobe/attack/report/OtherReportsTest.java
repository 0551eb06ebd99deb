package org.clipprobe.attack.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Control;
import org.clipprobe.attack.dataset.DatasetProtocol;
import org.clipprobe.attack.dataset.TwoWay;
import org.clipprobe.attack.outcome.Answer;
import org.clipprobe.attack.outcome.Guess;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.outcome.Standing;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.attack.run.AttackPictures;
import org.clipprobe.attack.run.ImageEmbedder;
import org.clipprobe.attack.run.Stroop;
import org.clipprobe.attack.search.Arena;
import org.clipprobe.attack.search.Strongest;
import org.clipprobe.attack.search.WordSearch;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.model.Unit;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.Skipped;
import org.clipprobe.statistic.Estimate;
import org.clipprobe.statistic.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The pages of searches, data sets and Stroop tests: the answer first, and nothing that a text could break. */
class OtherReportsTest {
    private static final Strongest.Against AGAINST =
            new Strongest.Against(Control.ANAGRAM, new Proportion(1, 8), new Estimate(0.62, 0.3, 0.8));

    private static final List<Unit> DRIVEN = List.of(new Unit("vision.5.mlp", 117), new Unit("vision.4.mlp", 9));

    @TempDir
    private Path parent;

    private Path picture;

    private interface Report {
        void write(RunFolder folder) throws IOException;
    }

    @BeforeEach
    void paint() throws IOException {
        picture = parent.resolve("apple.png");
        Files.write(picture, Pictures.png(TextPainter.canvas(40, 40, Rgb.WHITE)));
    }

    private String page(Report report) throws IOException {
        Path target = parent.resolve("run");
        try (RunFolder folder = RunFolder.begin(target)) {
            report.write(folder);
            folder.commit();
        }
        return Files.readString(target.resolve("report.html"));
    }

    private static String headline(String html) throws Exception {
        assertTrue(html.contains("What was not tested"));
        Document page = AttackReportTest.parse(html);
        for (String element : List.of("script", "img", "iframe", "link")) {
            assertEquals(0, page.getElementsByTagName(element).getLength(), element);
        }
        assertFalse(html.contains("\u202E") || html.contains("y".repeat(500)));
        return page.getElementsByTagName("h1").item(0).getTextContent().replaceAll("\\s+", " ");
    }

    private Strongest strongest(Arena.Goal goal, String about, List<String> words) {
        Attack attack = Attack.of(words.get(0)).withText(words.get(0), about);
        Standing first = new Standing(1, 20, 3);
        Standing second = new Standing(2, 17, -3);
        Answer before = new Answer(List.of(new Guess("apple", 0.9), new Guess(about, 0.1)), first, second);
        Answer after = new Answer(List.of(new Guess(about, 0.8), new Guess("apple", 0.2)), second, first);
        Trial trial = new Trial("apple.png", "apple", 0, attack, 0.07, 20, before, after);
        List<Strongest.Candidate> best = new ArrayList<>();
        for (String word : words) {
            best.add(new Strongest.Candidate(
                    attack.withText(word, about), new Proportion(7, 8), new Proportion(6, 8), List.of(AGAINST), 0.07));
        }
        Strongest.Candidate random =
                new Strongest.Candidate(attack, new Proportion(1, 8), new Proportion(0, 8), List.of(AGAINST), 0.02);
        return new Strongest(
                new WordSearch.Plan(goal, about, words, WordSearch.usualStyles(), 500, 8, 1, List.of()),
                false,
                8,
                words.size(),
                2,
                3,
                List.of(5, 7),
                best,
                List.of(random, random),
                new Estimate(0.75, 0.4, 0.9),
                new Scope(8, 1, 1),
                480,
                List.of(
                        new Strongest.SmallestSize("a", OptionalDouble.of(9.5)),
                        new Strongest.SmallestSize("b", OptionalDouble.empty())),
                List.of(trial),
                List.of());
    }

    private String search(Strongest found) throws IOException {
        AttackPictures pictures = new AttackPictures(name -> picture, read -> read, 1);
        return page(
                folder -> new SearchReport(found, DRIVEN, pictures, AttackReportTest.record(List.of())).write(folder));
    }

    @Test
    void aSearchSaysWhatItFoundOnUnseenPicturesAndWhatRandomSearchDid() throws Exception {
        String html = search(strongest(Arena.Goal.TARGETED, "pizza", List.of("pea", "pass", "tree")));
        assertEquals(
                "“pea” makes pictures “pizza” most often beyond what its letters do: on 75 % (41–93 %) of 8 pictures of"
                        + " other sources than those searched, shuffled on 13 % (2.2–47 %).",
                headline(html));
        assertTrue(html.contains("reached 0 %, 0 %") && html.contains("+75.0 (+40.0 to +90.0)"), html);
        assertTrue(html.contains("vision.5.mlp:117") && html.contains("vision.4.mlp:9"));
        assertTrue(html.contains("drives the 3 units") && html.contains("1 word that the budget"));
        assertTrue(html.contains("data:image/png;base64,") && html.contains("at most so many pixels"));
    }

    @Test
    void aSearchAgainstAClassSaysSo() throws Exception {
        assertTrue(headline(search(strongest(Arena.Goal.UNTARGETED, "", List.of("pea"))))
                .contains("breaks right answers of all classes"));
    }

    @Test
    void noTextBreaksTheSearchPage() throws Exception {
        headline(search(strongest(Arena.Goal.TARGETED, AttackReportTest.HOSTILE.get(0), AttackReportTest.HOSTILE)));
    }

    @Test
    void aDataSetIsToldSetBySetWithTestsAndWorstCases() throws Exception {
        List<TwoWay.Choice> choices = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            choices.add(new TwoWay.Choice("" + i, "clean", picture, "cup", "bike" + i, 3, 1));
            choices.add(new TwoWay.Choice("" + i, "attacked", picture, "cup", "bike" + i, 1, i < 7 ? 2.5 : 0));
        }
        String html = page(folder -> new DatasetReport(
                        "scam (there)",
                        DatasetProtocol.named("scam").orElseThrow(),
                        choices,
                        read -> read,
                        AttackReportTest.record(List.of(new Skipped("bad.png", "is truncated"))))
                .write(folder));
        assertTrue(headline(html)
                .matches("The model names the object rather than the written word in 100 % \\([0-9]+–100 %\\) of"
                        + " clean, and in 22 % \\([0-9.]+–[0-9]+ %\\) of attacked\\."));
        assertTrue(html.contains("protocol scam"));
        assertTrue(html.contains(">0.016<"), "McNemar's exact p of 0 and 7");
        assertTrue(html.contains("−1.5") && html.contains("bad.png"));
    }

    @Test
    void noTextBreaksTheDataSetPage() throws Exception {
        List<TwoWay.Choice> choices = AttackReportTest.HOSTILE.stream()
                .map(text -> new TwoWay.Choice(text, text, picture, text, text, 0, 1))
                .toList();
        headline(page(folder -> new DatasetReport(
                        AttackReportTest.HOSTILE.get(4),
                        DatasetProtocol.named("mirrorclip").orElseThrow(),
                        choices,
                        read -> read,
                        AttackReportTest.record(List.of()))
                .write(folder)));
    }

    @Test
    void aStroopTestSaysWhichWinsAndShowsItsCards() throws Exception {
        List<Stroop.Row> rows = new ArrayList<>();
        for (String kind : Stroop.usualPrompts().keySet()) {
            for (double size : new double[] {0.1, 0.2}) {
                rows.add(new Stroop.Row(kind, size, 0, new Proportion(60, 72), new Proportion(6, 72)));
                rows.add(new Stroop.Row(kind, size, 0.5, new Proportion(40, 72), new Proportion(30, 72)));
            }
        }
        Stroop stroop = new Stroop(new NoModel(), 48, 1);
        String html = page(folder -> new StroopReport(stroop, rows, AttackReportTest.record(List.of())).write(folder));
        assertEquals(
                "The word wins: asked for the colour, the model names the word on 69 % (64–75 %) of the cards and the colour"
                        + " on 25 % (20–30 %).",
                headline(html));
        assertTrue(html.contains("my favorite word, written in the color X."));
        assertTrue(html.contains("By area of colour") && html.contains("data:image/png;base64,"));
    }

    /** For painting cards alone. */
    static final class NoModel implements ImageEmbedder {
        @Override
        public String fingerprint() {
            return "none";
        }

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public InterleavedU8 fit(InterleavedU8 picture) {
            return picture;
        }

        @Override
        public float[] embed(List<InterleavedU8> fitted) {
            return new float[fitted.size()];
        }
    }
}
