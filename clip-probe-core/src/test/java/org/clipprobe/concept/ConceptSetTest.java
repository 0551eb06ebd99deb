package org.clipprobe.concept;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipprobe.activation.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConceptSetTest {
    @TempDir
    Path folder;

    @Test
    void readsOneConceptPerLine() throws IOException {
        ConceptSet set = ConceptSet.read(file("words.txt", "\uFEFFspider\r\n\n  Granny Smith  \nçà et là\n"));
        assertEquals(List.of("spider", "Granny Smith", "çà et là"), set.texts());
    }

    @Test
    void readsCsvWithGroups() throws IOException {
        ConceptSet set = ConceptSet.read(file("words.csv", "Group,Concept\nanimal,spider\nfood,\"salt, pepper\"\n"));
        assertEquals(List.of(new Concept("spider", "animal"), new Concept("salt, pepper", "food")), set.concepts());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        assertEquals("words.txt: expected concepts, one per line, found none", message("words.txt", " \n\n"));
        assertEquals(
                "words.txt: line 3: expected every concept once, found \"Spider\" again after line 1; remove one of them",
                message("words.txt", "spider\nfly\nSpider\n"));
        assertEquals("words.csv: expected a column \"concept\", found [word]", message("words.csv", "word\nspider\n"));
        assertTrue(message("words.csv", "concept\n\"spider\n").startsWith("words.csv: expected a CSV table"));
        assertThrows(ConceptException.class, () -> ConceptSet.read(folder.resolve("none.txt")));
        assertThrows(ConceptException.class, () -> ConceptSet.read(folder));
        Path binary = Files.write(folder.resolve("binary.txt"), new byte[] {(byte) 0xC3, (byte) 0x28});
        String found = assertThrows(ConceptException.class, () -> ConceptSet.read(binary))
                .getMessage();
        assertTrue(found.contains("save the file as UTF-8"), found);
    }

    @Test
    void commonWordsSuitOpenQuestions() throws IOException {
        ConceptSet common = ConceptSet.common();
        assertTrue(common.size() > 5_000, "found " + common.size());
        assertTrue(common.source().contains("WordNet"));
        Set<String> words = new HashSet<>(common.texts());
        assertEquals(common.size(), words.size());
        assertTrue(words.containsAll(Set.of("spider", "happy", "anger", "beach", "dance", "red", "winter", "pizza")));
        Set<String> groups = common.concepts().stream().map(Concept::group).collect(Collectors.toSet());
        assertTrue(groups.containsAll(Set.of("animal", "feeling", "place", "activity", "property")));
    }

    @Test
    void membershipFollowsLabels() throws IOException {
        Labels labels = new Labels(List.of("fly", "water_spider"), List.of("photo"), new int[] {1, 0, 1}, new int[3]);
        ConceptSet set = new ConceptSet("set", List.of(new Concept("Water spider", ""), new Concept("cow", "")));
        Membership membership = Membership.of(labels, set);
        assertArrayEquals(new int[] {0, 2}, membership.members().get(0));
        assertEquals(0, membership.members().get(1).length);
        ConceptSet other = new ConceptSet("words.txt", List.of(new Concept("cow", "")));
        String found = assertThrows(ConceptException.class, () -> Membership.of(labels, other))
                .getMessage();
        assertTrue(found.startsWith("words.txt: none of its 1 concepts is a label"), found);
    }

    private String message(String name, String text) throws IOException {
        Path file = file(name, text);
        return assertThrows(ConceptException.class, () -> ConceptSet.read(file))
                .getMessage()
                .replace(folder + "/", "");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
