package org.clipprobe.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttackerTest {
    private static final Attacker ATTACKER = new Attacker(new TextPainter());
    private static final Rgb GREY = new Rgb(90, 90, 90);

    private static InterleavedU8 plain(int width, int height) {
        return TextPainter.canvas(width, height, GREY);
    }

    private static InterleavedU8 noise(int width, int height) {
        InterleavedU8 picture = plain(width, height);
        new Random(3).nextBytes(picture.data);
        return picture;
    }

    private static int[] changed(InterleavedU8 before, InterleavedU8 after) {
        int[] bounds = {before.width, before.height, 0, 0, 0};
        before.forEachXY((x, y) -> {
            if (before.get24(x, y) != after.get24(x, y)) {
                bounds[0] = Math.min(bounds[0], x);
                bounds[1] = Math.min(bounds[1], y);
                bounds[2] = Math.max(bounds[2], x + 1);
                bounds[3] = Math.max(bounds[3], y + 1);
                bounds[4]++;
            }
        });
        return bounds;
    }

    @Test
    void coverCountsPixelsThatReallyChangedAndThePictureIsACopy() {
        InterleavedU8 picture = plain(100, 80);
        byte[] before = picture.data.clone();
        AttackedPicture attacked = ATTACKER.apply(picture, Attack.of("iPod"), 1);
        assertArrayEquals(before, picture.data);
        assertEquals(changed(picture, attacked.picture())[4] / 8000.0, attacked.coverShare(), 0);
        assertTrue(attacked.coverShare() > 0.01 && attacked.coverShare() < 0.2);
        Attack unseen = new Attack(
                "iPod",
                "iPod",
                Attack.of("").typeface(),
                TextSize.pixels(20),
                GREY,
                1,
                Stroke.NONE,
                0,
                Backing.NONE,
                new Place.Centre(),
                1,
                Stage.MODEL_INPUT);
        assertEquals(0, ATTACKER.apply(picture, unseen, 1).coverShare(), "ink of the picture's own colour");
    }

    @Test
    void theSameSeedGivesTheSamePixelsAndAnotherSeedAnotherPlace() {
        InterleavedU8 picture = noise(120, 90);
        Attack attack = Attack.of("pizza").withPlace(new Place.Anywhere(), 2);
        byte[] once = ATTACKER.apply(picture, attack, 5).picture().data;
        assertArrayEquals(
                once, new Attacker(new TextPainter()).apply(picture, attack, 5).picture().data);
        assertFalse(Arrays.equals(once, ATTACKER.apply(picture, attack, 6).picture().data));
    }

    /** A digest that an earlier run gave: two runs, two days or two machines give the same pixels. */
    @Test
    void thePixelsAreTheSameInEveryRun() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        InterleavedU8 picture = noise(120, 90);
        for (String name : List.of("distill", "rta100", "typod")) {
            List<Attack> attacks = Protocol.named(name)
                    .orElseThrow()
                    .attacksOn("a.png", "apple", List.of("apple", "pear", "🦀 شمس"), 7);
            for (int i = 0; i < attacks.size(); i += 1 + attacks.size() / 40) {
                digest.update(ATTACKER.apply(picture, attacks.get(i), Seeds.of(7, "a.png", i + 1))
                        .picture()
                        .data);
            }
        }
        assertEquals(
                "bf0de796ab7e3a05e39c7aa919bb6a6b933da1a93145e1f3a6c2d0bfc7ecbb0e",
                HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void sizesAreSharesOfTheHeightOrPixels() {
        InterleavedU8 picture = plain(400, 200);
        Attack tenth = Attack.of("A").withSize(TextSize.percentOfHeight(10));
        assertEquals(20, ATTACKER.apply(picture, tenth, 1).drawnSize(), 1e-12);
        assertArrayEquals(
                ATTACKER.apply(picture, tenth, 1).picture().data,
                ATTACKER.apply(picture, tenth.withSize(TextSize.pixels(20)), 1).picture().data);
    }

    @Test
    void aTextThatDoesNotFitIsShrunkUntilItDoes() {
        for (Attack attack : List.of(
                Attack.of("a very long text for a small picture"),
                Attack.of("X").withSize(TextSize.pixels(5000)))) {
            InterleavedU8 picture = plain(64, 48);
            AttackedPicture attacked = ATTACKER.apply(picture, attack, 1);
            int[] bounds = changed(picture, attacked.picture());
            assertTrue(attacked.drawnSize() < attack.size().inPixels(48));
            assertTrue(bounds[2] - bounds[0] > 55 || bounds[3] - bounds[1] > 40, "as large as fits");
        }
    }

    @Test
    void placesAreWhereTheySay() {
        InterleavedU8 picture = plain(160, 120);
        Attack small = Attack.of("ab").withSize(TextSize.pixels(12));
        int[] cell = changed(
                picture,
                ATTACKER.apply(picture, small.withPlace(Place.parse("cell 3,1 of 4x4"), 1), 1)
                        .picture());
        assertTrue(cell[0] >= 80 && cell[2] <= 120 && cell[1] >= 0 && cell[3] <= 30, Arrays.toString(cell));
        int[] corner = changed(
                picture,
                ATTACKER.apply(picture, small.withPlace(Place.parse("bottom-right"), 1), 1)
                        .picture());
        assertTrue(corner[2] >= 155 && corner[3] >= 115, Arrays.toString(corner));
        int[] centre = changed(
                picture,
                ATTACKER.apply(picture, small.withPlace(new Place.Centre(), 1), 1)
                        .picture());
        assertEquals(80, (centre[0] + centre[2]) / 2.0, 1);
        assertEquals(60, (centre[1] + centre[3]) / 2.0, 1);
        int one = centre[4];
        for (String eight : List.of("eight", "cell 1,1 of 4x4", "centre")) {
            Attack copies = small.withPlace(Place.parse(eight), 8);
            int[] all = changed(picture, ATTACKER.apply(picture, copies, 1).picture());
            assertEquals(8.0, (double) all[4] / one, 0.8, eight);
        }
    }

    @Test
    void thePlainestRegionIsFound() {
        InterleavedU8 picture = noise(600, 400);
        for (int y = 250; y < 300; y++) {
            for (int x = 400; x < 520; x++) {
                picture.set24(x, y, 0x406080);
            }
        }
        Attack attack = Attack.of("plain").withSize(TextSize.pixels(24)).withPlace(new Place.Plainest(), 1);
        int[] bounds = changed(picture, ATTACKER.apply(picture, attack, 1).picture());
        assertTrue(
                bounds[0] >= 399 && bounds[2] <= 521 && bounds[1] >= 249 && bounds[3] <= 301, Arrays.toString(bounds));
        int[] two = changed(
                picture,
                ATTACKER.apply(picture, attack.withPlace(new Place.Plainest(), 2), 1)
                        .picture());
        assertEquals(2.0, (double) two[4] / bounds[4], 0.15, "copies do not overlap");
    }

    @Test
    void aBackingLiesBehindTheText() {
        InterleavedU8 picture = plain(200, 100);
        Attack bare = Attack.of("iPod");
        for (Backing backing : List.of(Backing.PAPER, Backing.STICKER)) {
            Attack attack = new Attack(
                    bare.text(),
                    bare.target(),
                    bare.typeface(),
                    bare.size(),
                    Rgb.BLACK,
                    1,
                    Stroke.NONE,
                    10,
                    backing,
                    bare.place(),
                    1,
                    Stage.PICTURE);
            assertTrue(ATTACKER.apply(picture, attack, 1).coverShare()
                    > 2 * ATTACKER.apply(picture, bare, 1).coverShare());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\n", "<img src=x onerror=alert(1)>", "שלום עולם", "😀😀", "\uD800", "\u0000", "a\r\nb"
            })
    void hostileTextsEndInAPicture(String text) {
        for (String place : List.of("eight", "random", "top-left", "plainest", "centre", "cell 4,4 of 4x4")) {
            InterleavedU8 picture = noise(48, 64);
            Attack attack = Attack.of(text).withPlace(Place.parse(place), 3);
            AttackedPicture attacked = ATTACKER.apply(picture, attack, 9);
            assertEquals(changed(picture, attacked.picture())[4] / (48.0 * 64), attacked.coverShare(), 0);
        }
        assertEquals(1, ATTACKER.apply(noise(1, 1), Attack.of(text), 1).picture().width);
    }

    @Test
    void tenThousandCharactersAreSmall() {
        InterleavedU8 picture = plain(96, 96);
        AttackedPicture attacked = ATTACKER.apply(picture, Attack.of("letters ".repeat(1250)), 1);
        assertTrue(attacked.coverShare() <= 0.05);
    }
}
