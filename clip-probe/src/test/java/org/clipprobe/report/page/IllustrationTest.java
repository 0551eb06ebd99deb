package org.clipprobe.report.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Facet;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;
import org.junit.jupiter.api.Test;

class IllustrationTest {
    @Test
    void drawingsStayAsTheyAreAtTheSizeAsked() throws IOException {
        InterleavedU8 picture = TextPainter.canvas(200, 100, Rgb.WHITE);
        InterleavedU8 shown = Pictures.decode(Illustration.encoded(picture, 96), "thumbnail");
        assertEquals(96, shown.width);
        assertEquals(48, shown.height);
        assertEquals((byte) 255, shown.data[0]);
    }

    @Test
    void photographsBecomeSmallFilesOfTheSameColours() throws IOException {
        InterleavedU8 picture = TextPainter.canvas(160, 160, Rgb.WHITE);
        new Random(1).nextBytes(picture.data);
        for (int i = 0; i < picture.data.length; i += 3) {
            picture.data[i] = (byte) 200;
        }
        byte[] file = Illustration.encoded(picture, 160);
        assertTrue(file.length < Pictures.png(picture).length / 2, file.length + " bytes");
        InterleavedU8 shown = Pictures.decode(file, "thumbnail");
        long red = 0;
        long green = 0;
        for (int i = 0; i < shown.data.length; i += 3) {
            red += shown.data[i] & 0xFF;
            green += shown.data[i + 1] & 0xFF;
        }
        assertEquals(200, red / (160.0 * 160), 20);
        assertEquals(128, green / (160.0 * 160), 20);
    }

    @Test
    void aThinPictureKeepsAPixel() throws IOException {
        InterleavedU8 picture = TextPainter.canvas(1000, 2, Rgb.WHITE);
        assertEquals(1, Pictures.decode(Illustration.encoded(picture, 96), "thumbnail").height);
    }

    @Test
    void aPictureIsReadWhenItIsShown() {
        Example gone = new Example("gone.png", "cat", Facet.PHOTO, new Example.PictureFile(Path.of("not/there.png")));
        Illustration illustration = Illustration.of(List.of(gone)).get(0);
        assertEquals("gone.png", illustration.name());
        assertThrows(IOException.class, () -> illustration.thumbnail().encoded());
    }

    @Test
    void theSamePictureGivesTheSameBytes() throws IOException {
        InterleavedU8 picture = TextPainter.canvas(300, 300, Rgb.WHITE);
        new Random(2).nextBytes(picture.data);
        assertArrayEquals(Illustration.encoded(picture, 96), Illustration.encoded(picture, 96));
    }
}
