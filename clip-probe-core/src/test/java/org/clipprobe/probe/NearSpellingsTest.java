package org.clipprobe.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
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
                assertTrue(
                        NearSpellings.distance(word, spelling) <= (word.length() < 5 ? 1 : 2), word + " " + spelling);
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
        assertTrue(NearSpellings.alike("cat", "Bat"));
        assertTrue(NearSpellings.alike("spider", "cider"));
        assertFalse(NearSpellings.alike("cat", "cat "));
        assertFalse(NearSpellings.alike("cat", "cow"));
        assertFalse(NearSpellings.alike("spider", "spoon"));
        assertEquals(3, NearSpellings.distance("kitten", "sitting"));
        assertEquals(4, NearSpellings.distance("", "word"));
    }
}
