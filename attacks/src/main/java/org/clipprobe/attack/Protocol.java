package org.clipprobe.attack;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.Typeface;

/**
 * Which attacks are made on each picture: lists of what varies, either combined in full or drawn by chance. The record is
 * also its JSON, in which any field may be left out and is then that of {@link #plain}.
 *
 * @param name in tables and reports
 * @param source what it follows: a paper, or a few words of the user
 * @param texts what is written; empty for a wrong class of each picture, chosen by chance
 * @param draws 0 for every combination of the lists, otherwise how many attacks are drawn by chance from them
 * @param strokes the lines around the letters; where an attack is drawn by chance, one of its ink's colour is not taken
 */
public record Protocol(
        String name,
        String source,
        List<Wording> texts,
        List<Typeface> typefaces,
        List<TextSize> sizes,
        List<Rgb> colours,
        List<Double> opacities,
        List<Stroke> strokes,
        List<Double> rotations,
        List<Backing> backings,
        List<Place> places,
        List<Integer> repeats,
        Stage stage,
        int draws) {
    /** The most attacks that a protocol makes on one picture. */
    public static final long MAX_ATTACKS = 100_000;

    /**
     * What is written and which class it is to evoke.
     *
     * @param text what is written
     * @param target the class, usually the text itself
     */
    public record Wording(String text, String target) {
        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        public Wording {
            text = Normalizer.normalize(text, Normalizer.Form.NFC);
            target = Normalizer.normalize(target, Normalizer.Form.NFC);
        }

        /** A text that names its target; in JSON just the text. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public static Wording of(String text) {
            return new Wording(text, text);
        }
    }

    public Protocol {
        texts = List.copyOf(texts);
        typefaces = List.copyOf(typefaces);
        sizes = List.copyOf(sizes);
        colours = List.copyOf(colours);
        opacities = List.copyOf(opacities);
        strokes = List.copyOf(strokes);
        rotations = List.copyOf(rotations);
        backings = List.copyOf(backings);
        places = List.copyOf(places);
        repeats = List.copyOf(repeats);
        List<List<?>> lists =
                List.of(typefaces, sizes, colours, opacities, strokes, rotations, backings, places, repeats);
        for (List<?> list : lists) {
            if (list.isEmpty()) {
                throw new IllegalArgumentException(name + ": expected at least one entry in every list but texts");
            }
        }
        if (draws < 0 || draws > MAX_ATTACKS) {
            throw new IllegalArgumentException(name + ": draws: expected 0 to " + MAX_ATTACKS + ", found " + draws);
        }
        Attack.check(opacities, rotations, repeats);
        double combinations = Math.max(1.0, texts.size());
        for (List<?> list : lists) {
            combinations *= list.size();
        }
        if (draws == 0 && combinations > MAX_ATTACKS) {
            throw new IllegalArgumentException(name + ": expected at most " + MAX_ATTACKS + " combinations, found "
                    + String.format(Locale.ROOT, "%.0f", combinations) + "; shorten the lists or set draws");
        }
    }

    /** One attack on each picture: {@link Attack#of} with a wrong class. */
    public static Protocol plain(String name) {
        return Protocols.plain(name);
    }

    /** The protocol {@code distill}, {@code rta100} or {@code typod}; empty for any other name. */
    public static Optional<Protocol> named(String name) {
        return Protocols.named(name);
    }

    /**
     * Reads a protocol's JSON.
     *
     * @throws AttackException when it cannot be understood; the message begins with the file and names the field
     */
    public static Protocol read(Path file) throws AttackException {
        return AttackJson.readProtocol(file);
    }

    public Protocol withTexts(List<Wording> newTexts) {
        return new Protocol(
                name, source, newTexts, typefaces, sizes, colours, opacities, strokes, rotations, backings, places,
                repeats, stage, draws);
    }

    public Protocol withStage(Stage newStage) {
        return new Protocol(
                name, source, texts, typefaces, sizes, colours, opacities, strokes, rotations, backings, places,
                repeats, newStage, draws);
    }

    /** The protocol as JSON, the same bytes for the same protocol. */
    public String json() {
        return AttackJson.write(this);
    }

    /**
     * The attacks on one picture; they depend on nothing but the arguments.
     *
     * @param picture its name
     * @param trueClass what it shows
     * @param classes the class list, from which wrong classes are chosen
     * @param seed of all that is left to chance
     * @return none when wrong classes are wanted and there is none
     */
    public List<Attack> attacksOn(String picture, String trueClass, List<String> classes, long seed) {
        Random chance = new Random(Seeds.of(seed, picture, 0));
        List<Wording> wordings = texts.isEmpty() ? wrongClasses(trueClass, classes, chance) : texts;
        if (wordings.isEmpty()) {
            return List.of();
        }
        if (draws == 0) {
            return LongStream.range(0, combinations(wordings.size()))
                    .mapToObj(index -> attack(wordings, new Digits(index, combinations(wordings.size()))))
                    .toList();
        }
        List<Attack> attacks = new ArrayList<>();
        for (int draw = 0; draw < draws; draw++) {
            List<Wording> drawn = texts.isEmpty() ? List.of(wordings.get(draw)) : wordings;
            attacks.add(attack(drawn, new Drawing(chance)));
        }
        return attacks;
    }

    private long combinations(int wordings) {
        return (long) wordings
                * typefaces.size()
                * sizes.size()
                * colours.size()
                * opacities.size()
                * strokes.size()
                * rotations.size()
                * backings.size()
                * places.size()
                * repeats.size();
    }

    private interface Choice {
        <T> T one(List<T> of);

        /** What is left of {@code strokes} around ink of this colour. */
        List<Stroke> fitting(List<Stroke> strokes, Rgb ink);
    }

    /** Chooses by chance. */
    private record Drawing(Random chance) implements Choice {
        @Override
        public <T> T one(List<T> of) {
            return of.get(chance.nextInt(of.size()));
        }

        @Override
        public List<Stroke> fitting(List<Stroke> strokes, Rgb ink) {
            List<Stroke> visible = strokes.stream()
                    .filter(stroke -> stroke.width() == 0 || !stroke.colour().equals(ink))
                    .toList();
            return visible.isEmpty() ? strokes : visible;
        }
    }

    /** Chooses the combination with a number: the lists' sizes are the places' values, the last list counts fastest. */
    private static final class Digits implements Choice {
        private long number;
        private long value;

        Digits(long number, long combinations) {
            this.number = number;
            this.value = combinations;
        }

        @Override
        public <T> T one(List<T> of) {
            value /= of.size();
            T chosen = of.get((int) (number / value));
            number %= value;
            return chosen;
        }

        @Override
        public List<Stroke> fitting(List<Stroke> strokes, Rgb ink) {
            return strokes;
        }
    }

    private Attack attack(List<Wording> wordings, Choice choice) {
        Wording wording = choice.one(wordings);
        Typeface typeface = choice.one(typefaces);
        TextSize size = choice.one(sizes);
        Rgb colour = choice.one(colours);
        return new Attack(
                wording.text,
                wording.target,
                typeface,
                size,
                colour,
                choice.one(opacities),
                choice.one(choice.fitting(strokes, colour)),
                choice.one(rotations),
                choice.one(backings),
                choice.one(places),
                choice.one(repeats),
                stage);
    }

    /** One wrong class, so that attacks which differ in style alone can be compared; as many as are drawn by chance. */
    private List<Wording> wrongClasses(String trueClass, List<String> classes, Random chance) {
        List<String> wrong =
                classes.stream().filter(name -> !name.equals(trueClass)).toList();
        List<Wording> wordings = new ArrayList<>();
        for (int i = 0; i < Math.max(1, draws) && !wrong.isEmpty(); i++) {
            wordings.add(Wording.of(wrong.get(chance.nextInt(wrong.size()))));
        }
        return wordings;
    }
}
