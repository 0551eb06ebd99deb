package org.clipprobe.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassListTest {
    @TempDir
    private Path folder;

    @Test
    void imagenetHasItsThousandClassesUnder998Names() {
        ClassList imagenet = ClassList.imagenet();
        assertEquals(998, imagenet.names().size());
        assertTrue(imagenet.names().containsAll(List.of("iPod", "pizza", "piggy bank", "Granny Smith apple")));
    }

    @Test
    void aFileHasOneClassOnEachLine() throws IOException {
        Path file = folder.resolve("classes.txt");
        Files.writeString(file, "\uFEFFcat\r\n\n  big dog \n# a comment\n  #another\ncat\n<b>\n");
        assertEquals(List.of("cat", "big dog", "<b>"), ClassList.read(file).names());
        Files.writeString(file, "\n \n");
        assertThrows(AttackException.class, () -> ClassList.read(file));
        Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertTrue(assertThrows(AttackException.class, () -> ClassList.read(file))
                .getMessage()
                .contains("UTF-8"));
        assertThrows(AttackException.class, () -> ClassList.read(folder.resolve("none.txt")));
    }

    @Test
    void accentsAreComposedWhateverTheFileHas() throws IOException {
        Path file = folder.resolve("classes.txt");
        Files.writeString(file, "cafe\u0301\ncaf\u00e9\ntea\n", StandardCharsets.UTF_16);
        assertEquals(List.of("caf\u00e9", "tea"), ClassList.read(file).names());
        Files.writeString(file, "tea\ncaf\u00e9\n", StandardCharsets.ISO_8859_1);
        String message =
                assertThrows(AttackException.class, () -> ClassList.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": ") && message.contains("line 2"), message);
    }

    @Test
    void attackWordsComeInOrStayOut() {
        ClassList list = new ClassList(List.of("cat", "dog"));
        assertEquals(
                List.of("cat", "dog", "iPod"),
                list.with(List.of("Dog", "iPod", "IPOD", " ")).names());
        assertEquals(List.of("dog"), list.without(List.of("CAT")).names());
    }
}
