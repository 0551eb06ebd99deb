package org.clipprobe.probe;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearSpellingsTest {
    private static final List<String> WORDS =
            List.of("ant", "cat", "Spider-Man", "birthday cake", "église", "蜘蛛", "паук", "x", "🕷🕸", "42", "a b");

    @Test
    void areNearDistinctAndNotTaken() {
        for (String word : WORDS) {
            List<String> near = NearSpellings.of(word, 8, List.of("Cot", "bat"), 3);
            assertEquals(near.size(), new HashSet<>(near).size());
            for (String spelling : near) {
                assertNotEquals(word, spelling);
                assertFalse(List.of("cot", "bat").contains(spelling), spelling);
                int reach = word.length() < 5 ? 1 : 2;
                assertTrue(NearSpellings.within(word, 0, spelling, 0, reach), word + " " + spelling);
                assertFalse(spelling.isBlank());
            }
        }
        assertEquals(8, NearSpellings.of("spider", 8, List.of(), 0).size());
        assertEquals(8, NearSpellings.of("ant", 8, List.of(), 0).size());
    }

    @Test
    void dependOnTheSeedAlone() {
        assertEquals(NearSpellings.of("spider", 6, List.of(), 1), NearSpellings.of("spider", 6, List.of(), 1));
        assertNotEquals(NearSpellings.of("spider", 6, List.of(), 1), NearSpellings.of("spider", 6, List.of(), 2));
    }

    @Test
    void endWhereThereAreNoMore() {
        assertTrue(NearSpellings.of("42", 5, List.of(), 0).isEmpty(), "digits are not letters");
        assertThrows(IllegalArgumentException.class, () -> NearSpellings.of(" ", 5, List.of(), 0));
    }

    @Test
    void likenessIsOneEditInShortWordsAndTwoInLongOnes() {
        List<String> words = List.of("cat", "Bat", " CAT", "cow", "cart", "coat", "ca");
        assertArrayEquals(new boolean[] {false, true, false, false, true, true, true}, NearSpellings.alike(words, 0));
        words = List.of("spider", "cider", "spoon", "spade", "Spiders", "psider", "spdr");
        assertArrayEquals(new boolean[] {false, true, false, true, true, true, true}, NearSpellings.alike(words, 0));
    }

    @Test
    void countsEditsAsADynamicProgrammeDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            String a = word(random);
            String b = word(random);
            for (int edits = 0; edits < 4; edits++) {
                assertEquals(
                        distance(a, b) <= edits, NearSpellings.within(a, 0, b, 0, edits), a + " " + b + " " + edits);
            }
        }
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(6), 0, 3)
                .mapToObj("abc"::charAt)
                .map(String::valueOf)
                .collect(joining());
    }

    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                } else {
                    int exchanged = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                    cost[i][j] = Math.min(exchanged, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
