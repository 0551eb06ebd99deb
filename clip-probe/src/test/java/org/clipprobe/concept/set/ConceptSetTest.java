package org.clipprobe.concept.set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.similarity.Membership;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConceptSetTest {
    @TempDir
    Path folder;

    @Test
    void readsOneConceptPerLine() throws IOException {
        ConceptSet set = ConceptSet.read(
                file("words.txt", "\uFEFF# what can be seen\nspider\r\n\n  Granny Smith  \nçà et là\n"));
        assertEquals(List.of("spider", "Granny Smith", "çà et là"), set.texts());
    }

    @Test
    void readsCsvWithGroups() throws IOException {
        ConceptSet set = ConceptSet.read(file("words.csv", "Group,Concept\nanimal,spider\nfood,\"salt, pepper\"\n"));
        assertEquals(List.of(new Concept("spider", "animal"), new Concept("salt, pepper", "food")), set.concepts());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        String none = "words.txt: expected at least 2 concepts, one per line, found none;"
                + " add the words that names are chosen from";
        assertEquals(none, message("words.txt", ""));
        assertEquals(none, message("words.txt", " \n\n# nothing but this\n"));
        assertEquals(none.replace("none", "one"), message("words.txt", "spider\n"));
        assertEquals(none.replace(".txt", ".csv"), message("words.csv", "concept,group\n"));
        assertEquals(
                "words.txt: line 3: expected every concept once, found \"Spider\" again after line 1; remove one of them",
                message("words.txt", "spider\nfly\nSpider\n"));
        assertEquals(
                "words.csv: expected a column \"concept\", found \"word, kind\"; name the columns in the first line",
                message("words.csv", "word,kind\nspider,animal\n"));
        assertTrue(message("words.csv", "").contains("found an empty file"));
        assertTrue(message("words.csv", "concept\n\"spider\n").startsWith("words.csv: expected a CSV table"));
        assertTrue(message("words.csv", "concept,concept\na,b\n").startsWith("words.csv: expected a CSV table"));
        String tabs = message("words.txt", "fly\nspider\tanimal\n");
        assertTrue(tabs.contains("line 2: ") && tabs.contains("control characters in \"spider?animal\""), tabs);
        String endless = message("words.txt", "fly\n" + "spider ".repeat(400));
        assertTrue(endless.contains("line 2: expected a concept of at most 1000 characters, found 2799"), endless);
        assertTrue(said(folder.resolve("none.txt")).contains("found no such file; check the path"));
        assertTrue(said(folder).contains("found a folder"));
    }

    @Test
    void aColumnMayHaveNoNameAsSpreadsheetsWriteIt() throws IOException {
        assertEquals(
                List.of("spider", "fly"),
                ConceptSet.read(file("words.csv", "concept,,\nspider,,\nfly,,\n"))
                        .texts());
    }

    @Test
    void bytesThatAreNoUtf8AreSaid() throws IOException {
        String text = "spider\nfly\n";
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Path file = Files.write(folder.resolve("words.txt"), text.getBytes(charset));
            assertTrue(said(file).contains("found UTF-16 or a file that is no text; save the list as UTF-8"));
        }
        byte[] junk = new byte[3_000];
        new Random(1).nextBytes(junk);
        for (String name : List.of("junk.txt", "junk.csv")) {
            assertTrue(said(Files.write(folder.resolve(name), junk)).contains("save the list as UTF-8"));
        }
        Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'c', 'a', 'f', (byte) 0xE9, '\n'});
        assertTrue(said(latin).contains("found other bytes; save the list as UTF-8"));
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
        assertTrue(groups.containsAll(Set.of("animal", "feeling", "place", "activity", "property", "brand")));
        List<Concept> brands = common.concepts().stream()
                .filter(concept -> concept.group().equals("brand"))
                .toList();
        assertTrue(brands.size() > 150, "found " + brands.size());
        assertTrue(words.containsAll(Set.of("Nike", "Rolex", "Toyota", "Nikon", "Samsung", "IKEA", "Heineken")));
        Set<String> lower = common.texts().stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        assertEquals(common.size(), lower.size(), "a brand that is a word is there once, as the word");
    }

    @Test
    void membershipFollowsLabels() throws IOException {
        Labels labels = new Labels(List.of("fly", "water_spider"), Facet.all("photo"), new int[] {1, 0, 1}, new int[3]);
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
        return said(file(name, text)).replace(folder + "/", "");
    }

    private static String said(Path file) {
        return assertThrows(ConceptException.class, () -> ConceptSet.read(file)).getMessage();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
