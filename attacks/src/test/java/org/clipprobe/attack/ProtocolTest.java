package org.clipprobe.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.Typeface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {
    private static final List<String> CLASSES = List.of("cat", "dog", "ant", "owl");

    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("mine.json"), content);
    }

    @Test
    void distillWritesNineTextsEightTimes() {
        List<Attack> attacks = Protocol.named("distill").orElseThrow().attacksOn("a", "cat", CLASSES, 1);
        assertEquals(9, attacks.size());
        assertTrue(attacks.stream().allMatch(attack -> attack.repeats() == 8));
        Attack dollars = attacks.get(8);
        assertEquals("$$$", dollars.text());
        assertEquals("piggy bank", dollars.target());
    }

    @Test
    void typodIsTheWholeGridWithOneWrongClass() {
        List<Attack> attacks = Protocol.named("typod").orElseThrow().attacksOn("a", "cat", CLASSES, 1);
        assertEquals(5 * 4 * 8 * 16, attacks.size());
        assertEquals(attacks.size(), new HashSet<>(attacks).size(), "all differ");
        assertEquals(1, attacks.stream().map(Attack::text).distinct().count());
        assertNotEquals("cat", attacks.get(0).text());
        assertEquals(Place.parse("cell 2,1 of 4x4"), attacks.get(1).place(), "the last list counts fastest");
    }

    @Test
    void rta100DrawsAllThatVaries() {
        Protocol protocol = Protocol.named("rta100").orElseThrow();
        List<Attack> attacks = IntStream.range(0, 600)
                .boxed()
                .flatMap(i -> protocol.attacksOn("picture " + i, "cat", CLASSES, 1).stream())
                .toList();
        assertEquals(600, attacks.size());
        assertEquals(3, attacks.stream().map(Attack::typeface).distinct().count());
        assertEquals(8, attacks.stream().map(Attack::colour).distinct().count());
        assertEquals(21, attacks.stream().map(Attack::size).distinct().count());
        assertEquals(
                Set.of("dog", "ant", "owl"),
                new HashSet<>(attacks.stream().map(Attack::text).toList()));
        assertTrue(attacks.stream().noneMatch(attack -> attack.stroke().colour().equals(attack.colour())));
        assertEquals(protocol.attacksOn("picture 7", "cat", CLASSES, 1), List.of(attacks.get(7)), "seeded by picture");
        assertNotEquals(
                attacks,
                IntStream.range(0, 600)
                        .boxed()
                        .flatMap(i -> protocol.attacksOn("picture " + i, "cat", CLASSES, 2).stream())
                        .toList());
    }

    @Test
    void withoutAWrongClassThereIsNoAttack() {
        assertEquals(List.of(), Protocol.named("rta100").orElseThrow().attacksOn("a", "cat", List.of("cat"), 1));
        assertTrue(Protocol.named("RTA").isEmpty());
    }

    @Test
    void everyProtocolAndAttackIsItsJson() throws IOException {
        for (String name : List.of("distill", "rta100", "typod")) {
            Protocol protocol = Protocol.named(name).orElseThrow();
            assertEquals(protocol, Protocol.read(file(protocol.json())));
            assertEquals(protocol.json(), Protocol.read(file(protocol.json())).json());
        }
        Attack attack = Protocol.named("rta100")
                .orElseThrow()
                .attacksOn("a", "cat", CLASSES, 1)
                .get(0);
        assertEquals(attack, Attack.read(file(attack.json())));
        String hostile = "<img onerror=\"x\">\u202E\n😀";
        assertEquals(Attack.of(hostile), Attack.read(file(Attack.of(hostile).json())));
    }

    @Test
    void whatIsLeftOutIsTheDefault() throws IOException {
        Protocol protocol = Protocol.read(file(
                "{\"texts\": [\"iPod\", {\"text\": \"$$$\", \"target\": \"piggy bank\"}], \"sizes\": [\"30px\", \"12.5%\"],"
                        + " \"places\": [\"top-left\", \"cell 2,3 of 4x4\"], \"colours\": [\"red\"],"
                        + " \"typefaces\": [\"roboto bold\"], \"backings\": [\"PAPER\"]}"));
        assertEquals("mine", protocol.name());
        List<Attack> attacks = protocol.attacksOn("a", "cat", CLASSES, 1);
        assertEquals(8, attacks.size());
        assertEquals(Typeface.ROBOTO_BOLD, attacks.get(0).typeface());
        assertEquals(new Rgb(255, 0, 0), attacks.get(0).colour());
        assertEquals(TextSize.percentOfHeight(12.5), attacks.get(2).size());
        assertEquals("piggy bank", attacks.get(7).target());
        assertEquals(Attack.of("iPod"), Attack.read(file("{\"text\": \"iPod\"}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"sizes\": []}",
                "{\"sizes\": [\"large\"]}",
                "{\"sizes\": null}",
                "{\"sizes\": [null]}",
                "{\"colour\": \"red\"}",
                "{\"colours\": [\"#12\"]}",
                "{\"places\": [\"cell 5,1 of 4x4\"]}",
                "{\"typefaces\": [\"Comic Sans\"]}",
                "{\"draws\": -1}",
                "{\"draws\": 1.5}",
                "{\"repeats\": [null]}",
                "{\"texts\": [{\"text\": \"a\"}]}",
                "{\"strokes\": [{\"width\": 1}]}",
                "{\"name\": 1, \"name\": 2}",
                "{\"draws\": 1} x"
            })
    void brokenFilesAreNamed(String content) throws IOException {
        Path file = file(content);
        AttackException thrown = assertThrows(AttackException.class, () -> Protocol.read(file));
        assertTrue(thrown.getMessage().startsWith(file + ": "), thrown.getMessage());
        assertThrows(AttackException.class, () -> Attack.read(file));
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("none.json");
        AttackException thrown = assertThrows(AttackException.class, () -> Attack.read(file));
        assertTrue(thrown.getMessage().startsWith(file + ": "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eight|eight",
                "CENTER|centre",
                "cell 1,4 of 4x4|cell 1,4 of 4x4",
                "Top-Left|top-left",
                "random|random",
                "plainest|plainest",
                "bottom-left|bottom-left"
            })
    void placesReadWhatTheyWrite(String written, String again) {
        assertEquals(again, Place.parse(written).written());
        assertEquals(Place.parse(written), Place.parse(again));
    }

    @ParameterizedTest
    @CsvSource({"30px,30px", "12.50 %,12.5%", "1e1px,10px", "0.3%,0.3%"})
    void sizesReadWhatTheyWrite(String written, String again) {
        assertEquals(again, TextSize.parse(written).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "0px", "-1px", "px", "30 em", "1e999px", "..px"})
    void otherSizesAreRefused(String written) {
        assertThrows(IllegalArgumentException.class, () -> TextSize.parse(written));
    }
}
