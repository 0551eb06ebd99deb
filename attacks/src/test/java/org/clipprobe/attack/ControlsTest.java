package org.clipprobe.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.image.text.Typeface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlsTest {
    private static final Controls CONTROLS = Controls.avoiding(List.of("team", "mate", "stop"));
    private static final Set<String> CLASSES = Set.of("meat", "cat");

    private static Controls.Written written(Control control, Attack attack, long seed) {
        return CONTROLS.of(attack, "cat", CLASSES, seed).stream()
                .filter(written -> written.control() == control)
                .findFirst()
                .orElseThrow();
    }

    private static String sorted(String text) {
        return text.codePoints().sorted().mapToObj(Character::toString).reduce("", String::concat);
    }

    @Test
    void anAnagramIsNoWordAndNoClass() {
        for (int seed = 0; seed < 200; seed++) {
            Controls.Written found = written(Control.ANAGRAM, Attack.of("tame"), seed);
            assertEquals("aemt", sorted(found.text()));
            assertFalse(List.of("tame", "team", "mate", "meat").contains(found.text()), found.text());
            assertFalse(found.standsIn());
        }
        Controls.Written two = written(Control.ANAGRAM, Attack.of("piggy bank"), 1);
        assertEquals(' ', two.text().charAt(5));
        assertEquals(sorted("piggy bank"), sorted(two.text()));
    }

    @Test
    void whatHasNoAnagramGetsOtherSymbolsOfItsKindAndSaysSo() {
        Controls.Written symbols = written(Control.ANAGRAM, Attack.of("$$$"), 3);
        assertTrue(symbols.standsIn());
        assertEquals(3, symbols.text().length());
        assertNotEquals("$$$", symbols.text());
        assertTrue(symbols.text().chars().noneMatch(Character::isLetterOrDigit), symbols.text());
        assertTrue(written(Control.ANAGRAM, Attack.of("a"), 3).standsIn());
        assertTrue(written(Control.LETTERS, Attack.of("привет"), 3).text().matches("\\p{IsCyrillic}{6}"));
        assertTrue(written(Control.LETTERS, Attack.of("R2D2"), 3).text().matches("[A-Z][0-9][A-Z][0-9]"));
        assertEquals("", written(Control.ANAGRAM, Attack.of(""), 3).text());
        assertFalse(written(Control.ANAGRAM, Attack.of(""), 3).standsIn());
    }

    @Test
    void theSameSeedGivesTheSameAndAnotherPictureAnother() {
        Attack attack = Attack.of("horseback");
        assertEquals(CONTROLS.of(attack, "cat", CLASSES, 5), CONTROLS.of(attack, "cat", CLASSES, 5));
        assertNotEquals(CONTROLS.of(attack, "cat", CLASSES, 5), CONTROLS.of(attack, "cat", CLASSES, 6));
        assertEquals(List.of(), Controls.none().of(attack, "cat", CLASSES, 5));
    }

    private static InterleavedU8 noise() {
        InterleavedU8 picture = TextPainter.canvas(160, 120, Rgb.BLACK);
        new Random(3).nextBytes(picture.data);
        return picture;
    }

    private static long changed(InterleavedU8 before, InterleavedU8 after) {
        long changed = 0;
        for (int at = 0; at < before.data.length; at += 3) {
            changed += Arrays.equals(before.data, at, at + 3, after.data, at, at + 3) ? 0 : 1;
        }
        return changed;
    }

    /** On pictures of noise every painted pixel changes, so that cover is what was painted. */
    @ParameterizedTest
    @ValueSource(strings = {"pizza", "iPod", "library", "trash", "ghost", "ribbon", "meow", "$$$", "piggy bank"})
    void lettersCoverAsMuchAndTheBlankLabelExactly(String text) {
        Attacker attacker = new Attacker(new TextPainter());
        InterleavedU8 picture = noise();
        for (double percent : new double[] {10, 16}) {
            for (Typeface typeface : List.of(Typeface.LIBERATION_SANS_BOLD, Typeface.LIBERATION_SERIF)) {
                for (int repeats : new int[] {1, 3}) {
                    Attack attack = new Attack(
                            text,
                            text,
                            typeface,
                            TextSize.percentOfHeight(percent),
                            Rgb.WHITE,
                            0.9,
                            new Stroke(1, Rgb.BLACK),
                            0,
                            Backing.NONE,
                            new Place.Anywhere(),
                            repeats,
                            Stage.MODEL_INPUT);
                    Attacker.Pasted pasted = attacker.paste(picture, attack, 5);
                    double wanted = pasted.attacked().coverShare();
                    long pixels = changed(picture, pasted.attacked().picture());
                    for (Controls.Written control : CONTROLS.of(attack, "cat", CLASSES, 9)) {
                        AttackedPicture found = attacker.control(picture, attack, control, pasted);
                        if (control.control() == Control.BLANK) {
                            assertEquals(pixels, changed(picture, found.picture()), text);
                        } else if (control.control() != Control.OWN_CLASS && repeats == 1) {
                            assertEquals(wanted, found.coverShare(), 0.1 * wanted, text + " and " + control);
                            assertEquals(pasted.attacked().drawnSize(), found.drawnSize(), 1e-9);
                        }
                    }
                }
            }
        }
    }

    @Test
    void anAttackIsPaintedAsEver() {
        Attack attack = Attack.of("ghost").withPlace(new Place.Plainest(), 2);
        Attacker attacker = new Attacker(new TextPainter());
        assertTrue(Arrays.equals(
                attacker.apply(noise(), attack, 4).picture().data,
                attacker.paste(noise(), attack, 4).attacked().picture().data));
    }

    @Test
    void nothingIsCoveredWhereNothingWasWritten() {
        Attack attack = Attack.of("");
        Attacker attacker = new Attacker(new TextPainter());
        Attacker.Pasted pasted = attacker.paste(noise(), attack, 4);
        for (Controls.Written control : CONTROLS.of(attack, "cat", CLASSES, 9)) {
            assertEquals(0, attacker.control(noise(), attack, control, pasted).coverShare(), control.toString());
        }
        InterleavedU8 white = TextPainter.canvas(40, 30, Rgb.WHITE);
        Attack visible = Attack.of("ink").withColour(Rgb.WHITE, new Stroke(1, Rgb.BLACK));
        Attacker.Pasted onWhite = attacker.paste(white, visible, 4);
        assertEquals(
                0,
                attacker.control(white, visible, new Controls.Written(Control.BLANK, "", false), onWhite)
                        .coverShare(),
                "a white label changes nothing on white");
    }
}
