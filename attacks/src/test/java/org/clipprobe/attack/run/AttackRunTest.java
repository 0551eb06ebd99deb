package org.clipprobe.attack.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Attacker;
import org.clipprobe.attack.Place;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.Stage;
import org.clipprobe.attack.Stroke;
import org.clipprobe.attack.TextSize;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.outcome.Dimension;
import org.clipprobe.attack.outcome.Outcome;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttackRunTest {
    private static final double THRESHOLD = 0.05;

    @TempDir
    private Path folder;

    /** Light pictures, of which each has a dark stripe a little wider than the one before. */
    private List<AttackRun.Picture> pictures(int count) throws IOException {
        List<AttackRun.Picture> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            InterleavedU8 picture = TextPainter.canvas(96, 72, new Rgb(230, 200, 210));
            for (int y = 0; y < 72; y++) {
                for (int x = 0; x < i % 12; x++) {
                    picture.set24(x, y, 0x101010);
                }
            }
            Path file = folder.resolve("p" + i + ".png");
            Files.write(file, Pictures.png(picture));
            pictures.add(new AttackRun.Picture("p" + i, "light", file));
        }
        return pictures;
    }

    private static Protocol protocol(Stage stage) {
        Protocol plain = Protocol.plain("test");
        return new Protocol(
                "test",
                "",
                List.of(
                        new Protocol.Wording("X", "dark"),
                        new Protocol.Wording("HEAVY", "dark"),
                        Protocol.Wording.of("")),
                plain.typefaces(),
                List.of(TextSize.percentOfHeight(10), TextSize.percentOfHeight(40)),
                List.of(Rgb.BLACK, Rgb.WHITE),
                plain.opacities(),
                List.of(Stroke.NONE),
                plain.rotations(),
                plain.backings(),
                List.of(new Place.Anywhere()),
                plain.repeats(),
                stage,
                0);
    }

    private static List<Trial> run(
            DarkPixels model, Protocol protocol, List<AttackRun.Picture> pictures, int batch, Optional<Path> journal)
            throws IOException {
        List<Trial> trials = new ArrayList<>();
        new AttackRun(model, DarkPixels.classes(), protocol, new AttackRun.Options(batch, 3, 7, journal))
                .run(pictures, Progress.none(), trials::add);
        return trials;
    }

    /** Every outcome is known beforehand: the pictures are attacked here and their dark pixels counted. */
    @ParameterizedTest
    @EnumSource(Stage.class)
    void aPlantedModelGivesExactlyTheRightTable(Stage stage) throws IOException {
        DarkPixels model = new DarkPixels(THRESHOLD);
        List<AttackRun.Picture> pictures = pictures(15);
        Map<Outcome, Long> expected = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            expected.put(outcome, 0L);
        }
        Attacker attacker = new Attacker(new TextPainter());
        long darkAfter = 0;
        for (AttackRun.Picture picture : pictures) {
            InterleavedU8 read = Pictures.read(picture.file());
            boolean before = model.sees(model.fit(read)).equals("dark");
            List<Attack> attacks = protocol(stage).attacksOn(picture.id(), "light", DarkPixels.CLASSES, 7);
            for (int i = 0; i < attacks.size(); i++) {
                InterleavedU8 base = stage == Stage.PICTURE ? read : model.fit(read);
                InterleavedU8 attacked = attacker.apply(base, attacks.get(i), Seeds.of(7, picture.id(), i + 1))
                        .picture();
                boolean after = model.sees(model.fit(attacked)).equals("dark");
                darkAfter += after ? 1 : 0;
                boolean targeted = attacks.get(i).target().equals("dark");
                Outcome outcome = before && targeted
                        ? Outcome.TARGET_ALREADY
                        : before == after
                                ? Outcome.UNCHANGED
                                : after && targeted ? Outcome.CHANGED_TO_TARGET : Outcome.CHANGED_AWAY;
                expected.merge(outcome, 1L, Long::sum);
            }
        }
        Breakdown found = new Breakdown();
        run(model, protocol(stage), pictures, 5, Optional.empty()).forEach(found);
        assertEquals(expected, found.all().outcomes());
        assertEquals(15 * 12, found.all().trials());
        assertEquals(15 * 12 - darkAfter, found.all().accuracyAfter().successes());
        assertTrue(
                expected.get(Outcome.CHANGED_TO_TARGET) > 5 && expected.get(Outcome.UNCHANGED) > 10, "a test of both");
        assertEquals(
                0, found.by(Dimension.TEXT).get(0).summary().success().successes(), "the empty text changes nothing");
    }

    @Test
    void pictureByPictureInOrderWhateverTheBatchAndTheWorkers() throws IOException {
        List<AttackRun.Picture> pictures = pictures(9);
        Protocol protocol = protocol(Stage.MODEL_INPUT);
        List<Trial> once = run(new DarkPixels(THRESHOLD), protocol, pictures, 4, Optional.empty());
        assertEquals(9 * 12, once.size());
        for (int i = 0; i < once.size(); i++) {
            assertEquals("p" + i / 12, once.get(i).picture());
            assertEquals(i % 12, once.get(i).variant());
        }
        assertEquals(once, run(new DarkPixels(THRESHOLD), protocol, pictures, 4, Optional.empty()));
        assertEquals(once, run(new DarkPixels(THRESHOLD), protocol, pictures, 64, Optional.empty()));
        assertEquals(
                once.subList(48, 72),
                run(new DarkPixels(THRESHOLD), protocol, pictures.subList(4, 6), 4, Optional.empty()),
                "a picture's trials do not depend on the others");
    }

    @Test
    void anInterruptedRunGoesOnWithoutRepeatingFinishedShards() throws IOException {
        List<AttackRun.Picture> pictures = pictures(20);
        Protocol protocol = protocol(Stage.MODEL_INPUT);
        List<Trial> whole = run(new DarkPixels(THRESHOLD), protocol, pictures, 4, Optional.empty());
        Optional<Path> journal = Optional.of(folder.resolve("sub/journal"));
        DarkPixels failing = new DarkPixels(THRESHOLD).failingAfter(150);
        assertThrows(IOException.class, () -> run(failing, protocol, pictures, 4, journal));
        DarkPixels second = new DarkPixels(THRESHOLD);
        assertEquals(whole, run(second, protocol, pictures, 4, journal));
        assertTrue(second.embedded() < 20 * 13 - 100, second.embedded() + " embedded again");
        DarkPixels third = new DarkPixels(THRESHOLD);
        assertEquals(whole, run(third, protocol, pictures, 4, journal));
        assertEquals(0, third.embedded());
    }

    @Test
    void aDamagedOrForeignJournalIsNotBelieved() throws IOException {
        List<AttackRun.Picture> pictures = pictures(8);
        Protocol protocol = protocol(Stage.MODEL_INPUT);
        Path journal = folder.resolve("journal");
        List<Trial> whole = run(new DarkPixels(THRESHOLD), protocol, pictures, 4, Optional.of(journal));
        byte[] bytes = Files.readAllBytes(journal);
        for (int cut : new int[] {0, 5, 50, bytes.length / 2, bytes.length - 1}) {
            Files.write(journal, java.util.Arrays.copyOf(bytes, cut));
            assertEquals(whole, run(new DarkPixels(THRESHOLD), protocol, pictures, 4, Optional.of(journal)));
        }
        byte[] flipped = bytes.clone();
        flipped[bytes.length / 2] ^= 1;
        Files.write(journal, flipped);
        assertEquals(whole, run(new DarkPixels(THRESHOLD), protocol, pictures, 4, Optional.of(journal)));
        DarkPixels other = new DarkPixels(0.5);
        run(other, protocol, pictures, 4, Optional.of(journal));
        assertEquals(8 * 13, other.embedded(), "another model's journal");
        Files.write(pictures.get(0).file(), Pictures.png(TextPainter.canvas(9, 9, Rgb.BLACK)));
        DarkPixels changed = new DarkPixels(0.5);
        run(changed, protocol, pictures, 4, Optional.of(journal));
        assertTrue(changed.embedded() > 0 && changed.embedded() < 8 * 13, "only the changed picture's shard");
    }

    @Test
    void picturesThatCannotBeReadAreNamedAndTheOthersGoOn() throws IOException {
        List<AttackRun.Picture> pictures = new ArrayList<>(pictures(4));
        Files.writeString(pictures.get(1).file(), "no picture");
        Files.delete(pictures.get(3).file());
        List<Trial> trials = new ArrayList<>();
        for (Optional<Path> journal :
                List.of(Optional.<Path>empty(), Optional.of(folder.resolve("j")), Optional.of(folder.resolve("j")))) {
            trials.clear();
            AttackRun.Result result = new AttackRun(
                            new DarkPixels(THRESHOLD),
                            DarkPixels.classes(),
                            protocol(Stage.PICTURE),
                            new AttackRun.Options(64, 2, 7, journal))
                    .run(pictures, Progress.none(), trials::add);
            assertEquals(24, result.trials());
            assertEquals(24, trials.size());
            assertEquals(
                    List.of("p1", "p3"),
                    result.skipped().stream().map(skipped -> skipped.file()).toList());
        }
    }

    @Test
    void batchesAreFull() throws IOException {
        DarkPixels model = new DarkPixels(THRESHOLD);
        run(model, protocol(Stage.MODEL_INPUT), pictures(16), 8, Optional.empty());
        assertEquals(16 * 13, model.embedded());
        assertTrue(model.batches().stream().filter(size -> size == 8).count()
                >= 0.9 * model.batches().size());
    }

    @Test
    void nothingToDoIsDone() throws IOException {
        assertEquals(List.of(), run(new DarkPixels(1), protocol(Stage.PICTURE), List.of(), 8, Optional.empty()));
        Protocol wrong = Protocol.plain("wrong class");
        AttackRun run = new AttackRun(
                new DarkPixels(1), DarkPixels.classes(), wrong, new AttackRun.Options(8, 1, 1, Optional.empty()));
        assertEquals(2, run.run(pictures(2), Progress.none(), trial -> {}).trials());
    }
}
