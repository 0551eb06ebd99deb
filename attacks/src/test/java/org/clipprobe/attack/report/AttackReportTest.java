package org.clipprobe.attack.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Place;
import org.clipprobe.attack.TextSize;
import org.clipprobe.attack.outcome.Answer;
import org.clipprobe.attack.outcome.AreaUnderCurve;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.outcome.Guess;
import org.clipprobe.attack.outcome.Standing;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.attack.run.AttackGallery;
import org.clipprobe.attack.run.AttackPictures;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.model.Unit;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.Skipped;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class AttackReportTest {
    static final List<String> HOSTILE = List.of(
            "<img src=x onerror=alert(1)>",
            "\u202Eevil \"quoted\" 'text'",
            "",
            "🦀",
            "</style><script>alert(1)</script>",
            "y".repeat(10_000));

    @TempDir
    Path parent;

    private final Breakdown breakdown = new Breakdown();
    private final AttackGallery gallery = new AttackGallery();
    private Path picture;

    @BeforeEach
    void paint() throws IOException {
        picture = parent.resolve("apple.png");
        Files.write(picture, Pictures.png(TextPainter.canvas(64, 64, Rgb.WHITE)));
    }

    private void attack(String text, int size, int column, boolean success) {
        attack("apple.png", text, size, column, success);
    }

    private void attack(String name, String text, int size, int column, boolean success) {
        Attack attack = Attack.of(text).withSize(TextSize.pixels(size)).withPlace(new Place.Cell(column, 1, 2, 1), 1);
        Standing first = new Standing(1, 20, 3);
        Standing second = new Standing(2, 17, -3);
        Answer before = new Answer(List.of(new Guess("apple", 0.9), new Guess(text, 0.1)), first, second);
        Answer after =
                success ? new Answer(List.of(new Guess(text, 0.8), new Guess("apple", 0.2)), second, first) : before;
        Trial trial = new Trial(name, "apple", size + column, attack, size / 1000.0, size, before, after);
        breakdown.accept(trial);
        gallery.accept(trial);
    }

    private String page(List<WordUnits> units, List<Skipped> skipped) throws IOException {
        RunRecord record = record(skipped);
        AttackPictures pictures = new AttackPictures(name -> picture, read -> read, 7);
        try (RunFolder folder = RunFolder.begin(parent.resolve("run"))) {
            new AttackReport(breakdown, gallery, pictures, List.of("apple", "iPod"), List.of("pizza"), units, record)
                    .write(folder);
            folder.commit();
        }
        return Files.readString(parent.resolve("run/report.html"));
    }

    static RunRecord record(List<Skipped> skipped) {
        return new RunRecord(
                List.of("clip-probe", "attack", "<b>"),
                Map.of("text", "iPod"),
                7,
                Map.of("Java", "17"),
                "planted",
                Map.of(),
                List.of(),
                skipped,
                0,
                Instant.EPOCH,
                Map.of());
    }

    static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    @Test
    void givesTheAnswerFirstThenConditionsGalleryAndWorstCases() throws Exception {
        for (int size : List.of(10, 20, 40)) {
            attack("iPod", size, 1, size > 10);
            attack("iPod", size, 2, size > 20);
            attack("pizza", size, 1, false);
        }
        String html = page(
                List.of(new WordUnits(
                        "iPod",
                        List.of(new Unit("vision.5.mlp", 7)),
                        new AreaUnderCurve(0.91, 0.02, 3, 6),
                        0.5,
                        0.4,
                        0.6,
                        new AreaUnderCurve(0.6, 0.1, 3, 6))),
                List.of(new Skipped("bad.png", "is truncated")));
        Document page = parse(html);
        assertEquals(
                "Pasted words turned the answer into what they say in 33 % of 9 attacks; nothing says how many of them any"
                        + " other mark on the picture would have done.",
                page.getElementsByTagName("h1").item(0).getTextContent().replaceAll("\\s+", " "));
        assertTrue(html.contains("Success by size") && html.contains("Success by place, 2 × 1"));
        assertTrue(html.contains("vision.5.mlp:7") && html.contains("0.910") && html.contains("bad.png"));
        assertTrue(html.contains("Other than one colour"));
        // Two successes and one failure of iPod, one failure of pizza; one broken picture.
        assertEquals(4 + 1, page.getElementsByTagName("article").getLength());
        assertTrue(html.contains("data:image/png;base64,"));
    }

    @Test
    void worstCasesComeWithTheSmallestCoverFirst() {
        attack("apple.png", "iPod", 40, 1, true);
        attack("apple.png", "iPod", 30, 1, true);
        attack("pear.png", "iPod", 10, 1, true);
        attack("pear.png", "iPod", 50, 1, true);
        attack("plum.png", "iPod", 20, 1, false);
        assertEquals(
                List.of(0.01, 0.03),
                gallery.worst().stream().map(Trial::coverShare).toList());
    }

    @Test
    void noTextCanBreakThePage() throws Exception {
        HOSTILE.forEach(text -> attack(text, 10, 1, true));
        String html = page(List.of(), List.of(new Skipped(HOSTILE.get(0), HOSTILE.get(4))));
        Document page = parse(html);
        for (String element : List.of("script", "img", "iframe", "link")) {
            assertEquals(0, page.getElementsByTagName(element).getLength(), element);
        }
        assertTrue(html.contains("default-src 'none'".replace("'", "&#39;")) || html.contains("default-src 'none'"));
        assertFalse(html.contains("\u202E") || html.contains("y".repeat(500)));
        assertTrue(html.contains("(empty text)"));
    }

    @Test
    void saysThatNothingWasAttacked() throws Exception {
        String html = page(List.of(), List.of());
        parse(html);
        assertTrue(html.contains("No picture was attacked."));
    }
}
