package org.clipprobe.attack.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Place;
import org.clipprobe.attack.TextSize;
import org.clipprobe.attack.dataset.DatasetProtocol;
import org.clipprobe.attack.dataset.TwoWay;
import org.clipprobe.attack.outcome.Answer;
import org.clipprobe.attack.outcome.AreaUnderCurve;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.outcome.Guess;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.outcome.Standing;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.attack.run.AttackGallery;
import org.clipprobe.attack.run.AttackPictures;
import org.clipprobe.attack.run.Stroop;
import org.clipprobe.attack.search.Arena;
import org.clipprobe.attack.search.Strongest;
import org.clipprobe.attack.search.WordSearch;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.model.Unit;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;
import org.clipprobe.statistic.Estimate;
import org.clipprobe.statistic.Scope;
import org.clipprobe.test.Browser;
import org.clipprobe.test.HostilePage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** In a browser: hostile texts, classes, files and folders in every place of the four pages stay what they are, on a phone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTextsTest {
    private static final List<String> TEXTS = Stream.concat(
                    HostilePage.NAMES.stream(), AttackReportTest.HOSTILE.stream())
            .toList();

    private Browser browser;

    @TempDir
    private Path parent;

    private Path picture;

    @BeforeAll
    void start(@TempDir Path profile) throws Exception {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path");
        browser = Browser.start(chromium.orElseThrow(), profile);
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void paint() throws IOException {
        picture = parent.resolve("apple.png");
        Files.write(picture, Pictures.png(TextPainter.canvas(64, 64, Rgb.WHITE)));
    }

    private static String text(int i) {
        return TEXTS.get(i % TEXTS.size());
    }

    private static RunRecord record() {
        return new RunRecord(
                TEXTS,
                HostilePage.asOptions(),
                7,
                HostilePage.asOptions(),
                text(1) + text(0),
                HostilePage.asOptions(),
                List.of(),
                TEXTS.stream().map(name -> new Skipped(name, name)).toList(),
                0,
                Instant.EPOCH,
                Map.of());
    }

    /** A trial in which everything that has a name has a hostile one; every other one succeeds. */
    private static Trial trial(int i) {
        Attack attack = Attack.of(text(i))
                .withText(text(i), text(i + 1))
                .withSize(TextSize.pixels(10 + i % 3))
                .withPlace(new Place.Cell(1 + i % 2, 1, 2, 1), 1);
        Standing first = new Standing(1, 20, 3);
        Standing second = new Standing(2, 17, -3);
        Answer before = new Answer(List.of(new Guess(text(i + 2), 0.9), new Guess(text(i + 3), 0.1)), first, second);
        Answer after = new Answer(List.of(new Guess(text(i + 4), 0.8), new Guess(text(i + 5), 0.2)), second, first);
        return new Trial(text(i + 6), text(i + 2), i, attack, 0.07, 10, before, i % 2 == 0 ? after : before);
    }

    private static List<Trial> trials() {
        return Stream.iterate(0, i -> i + 1)
                .limit(2L * TEXTS.size() + 1)
                .map(HostileTextsTest::trial)
                .toList();
    }

    /** Some pictures are there, others are not, so that their names are shown instead. */
    private AttackPictures pictures() {
        return new AttackPictures(
                name -> name.length() % 2 == 0 ? picture : parent.resolve("gone.png"), read -> read, 1);
    }

    private interface Report {
        void write(RunFolder folder) throws IOException;
    }

    private void check(Report report) throws IOException {
        Path run = parent.resolve("run");
        try (RunFolder folder = RunFolder.begin(run)) {
            report.write(folder);
            folder.commit();
        }
        HostilePage.check(browser, run.resolve(AttackReport.PAGE), 0);
    }

    private void assertShows(String... texts) {
        String all = browser.value("document.body.innerText");
        for (String text : texts) {
            assertEquals(true, all.contains(text), "shows " + text);
        }
    }

    @Test
    void attackReport() throws IOException {
        Breakdown breakdown = new Breakdown();
        AttackGallery gallery = new AttackGallery();
        trials().forEach(breakdown.andThen(gallery));
        AreaUnderCurve area = new AreaUnderCurve(0.9, 0.02, 3, 6);
        List<WordUnits> units = TEXTS.stream()
                .map(word -> new WordUnits(word, List.of(new Unit("vision.5.mlp", 7)), area, 0.5, 0.4, 0.6, area))
                .toList();
        check(folder -> new AttackReport(breakdown, gallery, pictures(), TEXTS, TEXTS, units, record()).write(folder));
        assertShows("<img src=x onerror=\"window.owned=1\">", "</script>", "(empty text)", "🦀", "javascript:window");
    }

    @Test
    void searchReport() throws IOException {
        List<Strongest.Candidate> best = TEXTS.stream()
                .map(text -> new Strongest.Candidate(
                        Attack.of(text), new Proportion(7, 8), new Proportion(6, 8), List.of(), 0.07))
                .toList();
        Strongest found = new Strongest(
                new WordSearch.Plan(
                        Arena.Goal.TARGETED, text(2), TEXTS, WordSearch.usualStyles(), 500, 8, 1, List.of()),
                false,
                8,
                TEXTS.size(),
                2,
                3,
                List.of(0),
                best,
                List.of(best.get(4)),
                new Estimate(0.75, 0.4, 0.9),
                new Scope(8, 1, 1),
                480,
                TEXTS.stream()
                        .map(text -> new Strongest.SmallestSize(text, OptionalDouble.of(9.5)))
                        .toList(),
                trials(),
                List.of());
        check(folder ->
                new SearchReport(found, List.of(new Unit("vision.5.mlp", 7)), pictures(), record()).write(folder));
        assertShows("<img src=x onerror=\"window.owned=1\">", "</script>", "(empty text)", "🦀");
    }

    @Test
    void dataSetReport() throws IOException {
        List<TwoWay.Choice> choices = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            Path file = i % 2 == 0 ? picture : parent.resolve("gone.png");
            choices.add(new TwoWay.Choice(text(i), text(i + 1), file, text(i + 2), text(i + 3), 1, 2.0 + i));
        }
        check(folder -> new DatasetReport(
                        text(4), DatasetProtocol.named("scam").orElseThrow(), choices, read -> read, record())
                .write(folder));
        assertShows("<img src=x onerror=\"window.owned=1\">", "</script>");
    }

    @Test
    void stroopReport() throws IOException {
        List<Stroop.Row> rows = TEXTS.stream()
                .map(text -> new Stroop.Row(text, 0.1, 0.5, new Proportion(60, 72), new Proportion(6, 72)))
                .toList();
        Stroop stroop = new Stroop(new OtherReportsTest.NoModel(), 48, 1);
        check(folder -> new StroopReport(stroop, rows, record()).write(folder));
        assertShows("<img src=x onerror=\"window.owned=1\">", "</script>");
    }
}
