package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Words that look like another word but are not it, to tell units that read letters from units that respond to what a
 * word means.
 *
 * <p>A near spelling is one edit away (a letter put in, left out or exchanged), or two where the word has five letters
 * or more. Vowels take the place of vowels and consonants of consonants, so that most can be pronounced.
 */
public final class NearSpellings {
    private static final String VOWELS = "aeiou";
    private static final String CONSONANTS = "bcdfghklmnprstvw";
    private static final int SHORT_WORD = 5;
    private static final int TRIES_PER_WORD = 200;

    private NearSpellings() {}

    /**
     * Near spellings of a word.
     *
     * @param word at least one letter long
     * @param wanted how many; fewer come where a very short word does not have as many
     * @param taken words that must not come out, such as the other concepts; case does not count
     * @param seed the same seed gives the same words
     */
    public static List<String> of(String word, int wanted, Collection<String> taken, long seed) {
        if (word.isBlank()) {
            throw new IllegalArgumentException("near spellings: expected a word, found nothing but blanks");
        }
        Set<String> excluded = taken.stream().map(NearSpellings::plain).collect(Collectors.toSet());
        excluded.add(plain(word));
        Random random = new Random(seed ^ ((long) word.hashCode() << 32));
        Set<String> found = new LinkedHashSet<>();
        for (int i = 0; i < wanted * TRIES_PER_WORD && found.size() < wanted; i++) {
            String candidate = edited(word, random);
            if (!candidate.isBlank() && excluded.add(plain(candidate))) {
                found.add(candidate);
            }
        }
        return new ArrayList<>(found);
    }

    /** Which words are near spellings of one of them: not the same, but within the distance that edits it. */
    static boolean[] alike(List<String> words, int word) {
        String one = plain(words.get(word));
        boolean[] alike = new boolean[words.size()];
        for (int i = 0; i < alike.length; i++) {
            String other = plain(words.get(i));
            alike[i] = !one.equals(other) && within(one, 0, other, 0, reach(one));
        }
        return alike;
    }

    /** Whether so many edits (Levenshtein 1966) turn what is left of one word into what is left of the other. */
    static boolean within(String a, int i, String b, int j, int edits) {
        int from = i;
        int to = j;
        while (from < a.length() && to < b.length() && a.charAt(from) == b.charAt(to)) {
            from++;
            to++;
        }
        int left = a.length() - from;
        int right = b.length() - to;
        if (Math.abs(left - right) > edits) {
            return false;
        }
        if (Math.max(left, right) <= edits) {
            return true;
        }
        return edits > 0
                && (within(a, from + 1, b, to + 1, edits - 1)
                        || within(a, from + 1, b, to, edits - 1)
                        || within(a, from, b, to + 1, edits - 1));
    }

    private static int reach(String word) {
        return word.length() < SHORT_WORD ? 1 : 2;
    }

    static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }

    private static String edited(String word, Random random) {
        int[] letters = word.codePoints().toArray();
        List<Integer> edited = new ArrayList<>();
        for (int letter : letters) {
            edited.add(letter);
        }
        int edits = 1 + random.nextInt(reach(word));
        for (int i = 0; i < edits && !edited.isEmpty(); i++) {
            edit(edited, random);
        }
        StringBuilder result = new StringBuilder();
        edited.forEach(result::appendCodePoint);
        return result.toString();
    }

    private static void edit(List<Integer> letters, Random random) {
        int at = random.nextInt(letters.size());
        int letter = letters.get(at);
        if (!Character.isLetter(letter)) {
            return;
        }
        switch (letters.size() < 3 ? 0 : random.nextInt(3)) {
            case 0 -> letters.set(at, replacement(letter, random));
            case 1 -> letters.remove(at);
            default -> letters.add(at, replacement(letter, random));
        }
    }

    /** A letter of the same kind and case; of a script without these vowels, one of the letters next to it. */
    private static int replacement(int letter, Random random) {
        int lower = Character.toLowerCase(letter);
        String kind = VOWELS.indexOf(lower) >= 0 ? VOWELS : CONSONANTS;
        if (lower > 'z') {
            return letter + 1 + random.nextInt(5);
        }
        int drawn = kind.charAt(random.nextInt(kind.length()));
        return Character.isUpperCase(letter) ? Character.toUpperCase(drawn) : drawn;
    }
}
