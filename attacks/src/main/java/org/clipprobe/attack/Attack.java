package org.clipprobe.attack;

import java.nio.file.Path;
import java.util.List;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.Typeface;

/**
 * A typographic attack: a text and how it is pasted onto pictures. The record is also its JSON, in which every field but
 * {@code text} may be left out and is then that of {@link #of}.
 *
 * @param text what is written; may be empty, hostile or long
 * @param target the class that the text is to evoke; usually the text itself
 * @param typeface of the letters
 * @param size of the letters; a text that does not fit into the picture is shrunk until it does
 * @param colour of the letters
 * @param opacity 0 to 1, of letters, stroke and backing together
 * @param stroke around the letters
 * @param rotation in degrees counter-clockwise
 * @param backing what the text is written on
 * @param place where it goes
 * @param repeats how many copies, 1 to 64; at the eight coordinates at most 8
 * @param stage at which size of the picture it is applied
 */
public record Attack(
        String text,
        String target,
        Typeface typeface,
        TextSize size,
        Rgb colour,
        double opacity,
        Stroke stroke,
        double rotation,
        Backing backing,
        Place place,
        int repeats,
        Stage stage) {
    /** The most copies of a text on one picture. */
    public static final int MAX_REPEATS = 64;

    public Attack {
        check(opacity, rotation, repeats);
    }

    private static void check(double opacity, double rotation, int repeats) {
        if (!(opacity >= 0 && opacity <= 1)) {
            throw new IllegalArgumentException("opacity: expected 0 to 1, found " + opacity);
        }
        if (!Double.isFinite(rotation)) {
            throw new IllegalArgumentException("rotation: expected degrees, found " + rotation);
        }
        if (repeats < 1 || repeats > MAX_REPEATS) {
            throw new IllegalArgumentException("repeats: expected 1 to " + MAX_REPEATS + ", found " + repeats);
        }
    }

    /** Refuses what no attack may have. */
    static void check(List<Double> opacities, List<Double> rotations, List<Integer> repeats) {
        opacities.forEach(opacity -> check(opacity, 0, 1));
        rotations.forEach(rotation -> check(1, rotation, 1));
        repeats.forEach(many -> check(1, 0, many));
    }

    /** White letters with a thin black line, a sixth of the picture high, once in the middle of the model's input. */
    public static Attack of(String text) {
        return new Attack(
                text,
                text,
                Typeface.LIBERATION_SANS_BOLD,
                TextSize.percentOfHeight(16),
                Rgb.WHITE,
                1,
                new Stroke(1, Rgb.BLACK),
                0,
                Backing.NONE,
                new Place.Centre(),
                1,
                Stage.MODEL_INPUT);
    }

    public Attack withText(String newText, String newTarget) {
        return new Attack(
                newText, newTarget, typeface, size, colour, opacity, stroke, rotation, backing, place, repeats, stage);
    }

    public Attack withSize(TextSize newSize) {
        return new Attack(
                text, target, typeface, newSize, colour, opacity, stroke, rotation, backing, place, repeats, stage);
    }

    public Attack withColour(Rgb newColour, Stroke newStroke) {
        return new Attack(
                text, target, typeface, size, newColour, opacity, newStroke, rotation, backing, place, repeats, stage);
    }

    public Attack withPlace(Place newPlace, int newRepeats) {
        return new Attack(
                text, target, typeface, size, colour, opacity, stroke, rotation, backing, newPlace, newRepeats, stage);
    }

    /**
     * Reads an attack's JSON.
     *
     * @throws AttackException when it is no JSON, lacks the text, or has a field that is unknown or not as it must be; the
     *     message begins with the file and names the field
     */
    public static Attack read(Path file) throws AttackException {
        return AttackJson.readAttack(file);
    }

    /** The attack as JSON, the same bytes for the same attack. */
    public String json() {
        return AttackJson.write(this);
    }
}
