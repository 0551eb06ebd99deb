package org.clipprobe.image.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.util.List;
import org.clipprobe.image.Rgb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordPicturesTest {
    private static final TextPainter PAINTER = new TextPainter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spider",
                "heart suit",
                "antidisestablishmentarianism",
                "a long phrase of several words",
                "שלום",
                "x"
            })
    void everyWordIsInsideThePictureAndStandsOut(String word) {
        for (WordRendering rendering : new WordPictures(PAINTER, 96, 64, 5).of(word, 24)) {
            InterleavedU8 picture = rendering.paint(PAINTER);
            Rgb colour = rendering.paper();
            int paper = colour.red() << 16 | colour.green() << 8 | colour.blue();
            for (int x = 0; x < 96; x++) {
                assertEquals(paper, picture.get24(x, 0), rendering.toString());
                assertEquals(paper, picture.get24(x, 63), rendering.toString());
            }
            for (int y = 0; y < 64; y++) {
                assertEquals(paper, picture.get24(0, y), rendering.toString());
                assertEquals(paper, picture.get24(95, y), rendering.toString());
            }
            assertTrue(rendering.ink().contrast(rendering.paper()) >= 4.5, rendering.toString());
            assertTrue(inked(picture) > 10, rendering.toString());
        }
    }

    private static int inked(InterleavedU8 picture) {
        int[] count = new int[1];
        int paper = picture.get24(0, 0);
        picture.forEachXY((x, y) -> count[0] += picture.get24(x, y) == paper ? 0 : 1);
        return count[0];
    }

    @Test
    void theSameWordIndexAndSeedGiveTheSamePicture() {
        List<WordRendering> once = new WordPictures(PAINTER, 96, 96, 5).of("spider", 12);
        List<WordRendering> again = new WordPictures(new TextPainter(), 96, 96, 5).of("spider", 6);
        assertEquals(once.subList(0, 6), again);
        assertArrayEquals(once.get(3).paint(PAINTER).data, again.get(3).paint(new TextPainter()).data);
        assertNotEquals(once, new WordPictures(PAINTER, 96, 96, 6).of("spider", 12));
        assertEquals(12, once.stream().map(WordRendering::typeface).distinct().count());
        assertTrue(once.stream().map(WordRendering::size).distinct().count() > 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\uD800", "\u0000"})
    void nothingToWriteIsAPlainPicture(String word) {
        for (WordRendering rendering : new WordPictures(PAINTER, 5, 3, 1).of(word, 3)) {
            assertEquals(5, rendering.paint(PAINTER).width);
        }
    }

    @Test
    void aWordOfTenThousandLettersStillEnds() {
        for (WordRendering rendering : new WordPictures(PAINTER, 96, 96, 1).of("letters".repeat(1500), 2)) {
            assertEquals(96, rendering.paint(PAINTER).height);
        }
    }
}
