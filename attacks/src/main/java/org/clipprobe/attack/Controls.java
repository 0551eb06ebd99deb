package org.clipprobe.attack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.clipprobe.concept.set.ConceptException;
import org.clipprobe.concept.set.ConceptSet;

/**
 * Which controls each attack has, and what is written in them. Anagrams and random letters that are common words, classes or
 * attacked texts themselves are not used. Each picture has its own, so that no single unlucky anagram decides.
 */
public final class Controls {
    private static final int TRIES = 400;

    /** A choice of letters that covers as much as the text within this share is taken at once. */
    private static final double NEAR = 0.04;

    /** How large letters usually are, for the share that a stroke has of them. */
    private static final int USUAL_HEIGHT = 224;

    private static final String SYMBOLS = "!#%&*+=?@<>/^~$£€§";

    private final List<Control> kinds;
    private final Set<String> words;
    private final LetterCover covers = new LetterCover();

    private Controls(List<Control> kinds, Set<String> words) {
        this.kinds = List.copyOf(kinds);
        this.words = words;
    }

    /** No controls: what attacks do is not told apart from what covering the picture does. */
    public static Controls none() {
        return new Controls(List.of(), Set.of());
    }

    /** All of them; the words that are not used are {@link ConceptSet#common}. */
    public static Controls usual() throws ConceptException {
        return new Controls(
                List.of(Control.values()), lowerCase(ConceptSet.common().texts()));
    }

    public static Controls avoiding(Collection<String> words) {
        return new Controls(List.of(Control.values()), lowerCase(words));
    }

    /** The kinds that are made, in the order of {@link Control}. */
    public List<Control> kinds() {
        return kinds;
    }

    /**
     * The kinds that are made of a picture: its own class only where somebody says what it shows.
     *
     * @param trueClass what it shows; empty where nobody says
     */
    public List<Control> kinds(String trueClass) {
        return kinds.stream()
                .filter(kind -> kind != Control.OWN_CLASS || !trueClass.isEmpty())
                .toList();
    }

    /**
     * What is written in a control.
     *
     * @param text empty for a blank label
     * @param standsIn whether it stands for an anagram that there is none of
     */
    public record Written(Control control, String text, boolean standsIn) {}

    /**
     * What is written in the controls of one attack.
     *
     * @param trueClass what the picture shows; empty where nobody says
     * @param classes of which none is written by chance
     * @param seed of the choice
     */
    public List<Written> of(Attack attack, String trueClass, Set<String> classes, long seed) {
        List<Written> written = new ArrayList<>();
        for (Control kind : kinds(trueClass)) {
            Random chance = new Random(Seeds.of(seed, attack.text(), kinds.indexOf(kind)));
            written.add(
                    switch (kind) {
                        case ANAGRAM -> anagram(attack, classes, chance);
                        case LETTERS -> new Written(kind, letters(attack, classes, chance), false);
                        case BLANK -> new Written(kind, "", false);
                        case OWN_CLASS -> new Written(kind, trueClass, false);
                    });
        }
        return written;
    }

    public static Set<String> lowerCase(Collection<String> texts) {
        Set<String> lower = new HashSet<>();
        texts.forEach(text -> lower.add(text.toLowerCase(Locale.ROOT)));
        return lower;
    }

    private boolean meansSomething(String text, Set<String> classes) {
        String lower = text.toLowerCase(Locale.ROOT);
        return words.contains(lower) || classes.contains(lower);
    }

    private Written anagram(Attack attack, Set<String> classes, Random chance) {
        int[] characters = attack.text().codePoints().toArray();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            String shuffled = shuffled(characters, chance);
            if (!shuffled.equalsIgnoreCase(attack.text()) && !meansSomething(shuffled, classes)) {
                return new Written(Control.ANAGRAM, shuffled, false);
            }
        }
        return new Written(
                Control.ANAGRAM,
                letters(attack, classes, chance),
                !attack.text().isBlank());
    }

    /** The characters that are no spaces in another order; upper and lower case stay where they are. */
    private static String shuffled(int[] characters, Random chance) {
        int[] result = characters.clone();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < result.length; i++) {
            if (!Character.isWhitespace(result[i])) {
                places.add(i);
            }
        }
        for (int i = places.size() - 1; i > 0; i--) {
            int j = chance.nextInt(i + 1);
            int swapped = result[places.get(i)];
            result[places.get(i)] = result[places.get(j)];
            result[places.get(j)] = swapped;
        }
        return new String(result, 0, result.length);
    }

    /** As many characters of the same kinds, which cover nearly as much. */
    private String letters(Attack attack, Set<String> classes, Random chance) {
        String text = attack.text();
        double stroke = Math.min(
                0.5, Math.rint(100 * attack.stroke().width() / attack.size().inPixels(USUAL_HEIGHT)) / 100);
        LetterCover.Cover wanted = covers.of(text, attack.typeface(), stroke);
        String best = text;
        double nearest = Double.POSITIVE_INFINITY;
        for (int attempt = 0; attempt < TRIES && nearest > NEAR; attempt++) {
            String drawn = drawn(text, chance);
            double off = wanted.offBy(covers.of(drawn, attack.typeface(), stroke));
            if (off < nearest && !drawn.equals(text) && !meansSomething(drawn, classes)) {
                nearest = off;
                best = drawn;
            }
        }
        return best;
    }

    private static String drawn(String text, Random chance) {
        StringBuilder drawn = new StringBuilder();
        text.codePoints().forEach(character -> drawn.appendCodePoint(another(character, chance)));
        return drawn.toString();
    }

    /** A random character of the same kind: a letter of the same case and script, a digit, a symbol. */
    private static int another(int character, Random chance) {
        if (character >= 'a' && character <= 'z') {
            return 'a' + chance.nextInt(26);
        }
        if (character >= 'A' && character <= 'Z') {
            return 'A' + chance.nextInt(26);
        }
        if (Character.isWhitespace(character) || Character.isISOControl(character)) {
            return character;
        }
        if (Character.isDigit(character)) {
            return character - Character.digit(character, 10) + chance.nextInt(10);
        }
        if (Character.isLetter(character)) {
            int near = character + chance.nextInt(49) - 24;
            boolean alike = Character.isLetter(near)
                    && Character.getType(near) == Character.getType(character)
                    && Character.UnicodeScript.of(near) == Character.UnicodeScript.of(character);
            return alike ? near : character;
        }
        return SYMBOLS.charAt(chance.nextInt(SYMBOLS.length()));
    }
}
