package org.clipprobe.image.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.image.Rgb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextPainterTest {
    private static final TextPainter PAINTER = new TextPainter();
    private static final TextStyle PLAIN = TextStyle.of(Typeface.LIBERATION_SANS, 24, Rgb.BLACK);

    private static InterleavedU8 painted(int width, int height, String text, TextStyle style, double x, double y) {
        InterleavedU8 picture = TextPainter.canvas(width, height, Rgb.WHITE);
        PAINTER.paint(picture, text, style, x, y);
        return picture;
    }

    private static String hash(InterleavedU8 picture) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(picture.data))
                .substring(0, 16);
    }

    /** The same pixels on every machine: change these only with a change of the drawing that is meant. */
    @ParameterizedTest
    @CsvSource({
        "Liberation Sans, 24, 1, 0, 0, 465b27a852b0c2f8",
        "DejaVu Serif Bold Italic, 31.5, 0.6, 0, 15, 3c7dfa421a285b6d",
        "Roboto, 18, 1, 1, 0, ed9d75bb7b3e0962",
        "Liberation Mono Bold, 40, 0.8, 2.5, -90, 5ab605a89ee2b33a"
    })
    void goldenPixels(String face, double size, double opacity, double stroke, double rotation, String expected)
            throws Exception {
        TextStyle style = new TextStyle(
                Typeface.parse(face),
                size,
                new Rgb(200, 30, 60),
                opacity,
                stroke == 0 ? Optional.empty() : Optional.of(new TextStyle.Stroke(stroke, new Rgb(0, 90, 255))),
                rotation,
                Optional.empty());
        assertEquals(expected, hash(painted(160, 100, "iPod Äß\n$$$ שלום", style, 10.25, 3.5)));
    }

    @Test
    void measuresAsTheFontSays() {
        TextBox box = PAINTER.measure("AVA", PLAIN.withSize(2048));
        assertEquals(1366 - 152 + 1366 - 152 + 1366, box.width(), 1e-9);
        assertEquals(1854, box.baseline(), 1e-9);
        assertEquals(1854 + 434 + 67, box.height(), 1e-9);
        assertEquals(
                2 * box.height(),
                PAINTER.measure("A\r\nB", PLAIN.withSize(2048)).height(),
                1e-9);
    }

    @Test
    void inkHoldsEveryChangedPixelAndLittleMore() {
        for (TextStyle style : new TextStyle[] {PLAIN, PLAIN.withRotation(33), PLAIN.withStroke(3, Rgb.BLACK)}) {
            TextBox.Ink ink = PAINTER.measure("Hxg", style).ink();
            InterleavedU8 picture = painted(120, 120, "Hxg", style, 40, 40);
            int[] changed = changedBounds(picture);
            assertTrue(changed[0] >= Math.floor(40 + ink.left()) && changed[0] <= 40 + ink.left() + 3, "left");
            assertTrue(changed[1] >= Math.floor(40 + ink.top()) && changed[1] <= 40 + ink.top() + 3, "top");
            assertTrue(changed[2] <= Math.ceil(40 + ink.right()) && changed[2] >= 40 + ink.right() - 3, "right");
            assertTrue(changed[3] <= Math.ceil(40 + ink.bottom()) && changed[3] >= 40 + ink.bottom() - 3, "bottom");
        }
    }

    private static int[] changedBounds(InterleavedU8 picture) {
        int[] bounds = {picture.width, picture.height, 0, 0};
        picture.forEachXY((x, y) -> {
            if (picture.get24(x, y) != 0xFFFFFF) {
                bounds[0] = Math.min(bounds[0], x);
                bounds[1] = Math.min(bounds[1], y);
                bounds[2] = Math.max(bounds[2], x + 1);
                bounds[3] = Math.max(bounds[3], y + 1);
            }
        });
        return bounds;
    }

    @Test
    void aPictureCutFromALargerOneIsPaintedTheSame() {
        TextStyle style = PLAIN.withSize(60).withStroke(4, new Rgb(255, 0, 0)).withRotation(20);
        InterleavedU8 large = painted(300, 200, "clipped", style, 30, 60);
        InterleavedU8 small = painted(50, 40, "clipped", style, 30 - 90, 60 - 50);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 50; x++) {
                assertEquals(large.get24(90 + x, 50 + y), small.get24(x, y), x + ", " + y);
            }
        }
        InterleavedU8 window = TextPainter.canvas(300, 200, Rgb.WHITE);
        PAINTER.paint(window.subimage(90, 50, 140, 90), "clipped", style, 30 - 90, 60 - 50);
        assertEquals(large.get24(100, 70), window.get24(100, 70));
        assertEquals(0xFFFFFF, window.get24(89, 70));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 2, 4, 5})
    void quarterTurnsAreExact(int quarters) {
        String text = "Fg7";
        TextBox box = PAINTER.measure(text, PLAIN);
        double x = 50 - box.width() / 2;
        double y = 50 - box.height() / 2;
        InterleavedU8 upright = painted(100, 100, text, PLAIN, x, y);
        InterleavedU8 turned = painted(100, 100, text, PLAIN.withRotation(90 * quarters), x, y);
        assertEquals(0, largestDifference(turn(upright, Math.floorMod(quarters, 4)), turned), 1);
        assertNotEquals(0, largestDifference(TextPainter.canvas(100, 100, Rgb.WHITE), turned));
    }

    private static InterleavedU8 turn(InterleavedU8 square, int quarters) {
        InterleavedU8 turned = square;
        for (int i = 0; i < quarters; i++) {
            InterleavedU8 from = turned;
            InterleavedU8 to = TextPainter.canvas(square.width, square.width, Rgb.WHITE);
            from.forEachXY((x, y) -> to.set24(y, square.width - 1 - x, from.get24(x, y)));
            turned = to;
        }
        return turned;
    }

    private static int largestDifference(InterleavedU8 a, InterleavedU8 b) {
        return IntStream.range(0, a.data.length)
                .map(i -> Math.abs((a.data[i] & 255) - (b.data[i] & 255)))
                .max()
                .orElseThrow();
    }

    @Test
    void opacityMixesLinearly() {
        InterleavedU8 whole = painted(120, 40, "mixed", PLAIN, 5, 5);
        assertEquals(
                0,
                largestDifference(
                        TextPainter.canvas(120, 40, Rgb.WHITE), painted(120, 40, "mixed", PLAIN.withOpacity(0), 5, 5)));
        InterleavedU8 half = painted(120, 40, "mixed", PLAIN.withOpacity(0.5), 5, 5);
        for (int i = 0; i < whole.data.length; i++) {
            assertEquals((255 + (whole.data[i] & 255)) / 2.0, half.data[i] & 255, 1);
        }
    }

    /** A stroke lies below the letters: with the ink's colour it only thickens, and opacity is that of the whole. */
    @Test
    void strokeSurroundsTheLetters() {
        TextStyle style =
                TextStyle.of(Typeface.LIBERATION_SANS, 80, new Rgb(255, 0, 0)).withStroke(5, Rgb.BLACK);
        InterleavedU8 picture = painted(100, 100, "I", style, 30, 5);
        TextBox.Ink bare = PAINTER.measure("I", PLAIN.withSize(80)).ink();
        int y = 5 + (int) ((bare.top() + bare.bottom()) / 2);
        int left = (int) Math.ceil(30 + bare.left());
        assertEquals(0xFF0000, picture.get24(left + 2, y));
        assertEquals(0x000000, picture.get24(left - 3, y));
        assertEquals(0xFFFFFF, picture.get24(left - 8, y));
        InterleavedU8 faint = painted(100, 100, "I", style.withOpacity(0.5), 30, 5);
        assertEquals(0xFF8080, faint.get24(left + 2, y));
        assertEquals(0x808080, faint.get24(left - 3, y));
    }

    @Test
    void aLabelLiesBehindTheLettersAndTurnsWithThem() {
        TextStyle style = TextStyle.of(Typeface.LIBERATION_SANS, 40, Rgb.BLACK).withLabel(new Rgb(255, 255, 0), 6, 0);
        InterleavedU8 square = painted(120, 100, "HI", style, 30, 20);
        TextBox.Ink ink = PAINTER.measure("HI", style).ink();
        InterleavedU8 label = painted(120, 100, "HI", style.withRotation(180), 30, 20);
        int[] bounds = changedBounds(square);
        assertEquals(Math.floor(30 + ink.left()), bounds[0]);
        assertEquals(Math.ceil(20 + ink.bottom()), bounds[3]);
        assertEquals(0xFFFF00, square.get24(bounds[0] + 2, bounds[1] + 2));
        assertNotEquals(hashed(square), hashed(label));
        InterleavedU8 rounded = painted(
                120,
                100,
                "HI",
                TextStyle.of(Typeface.LIBERATION_SANS, 40, Rgb.BLACK).withLabel(Rgb.BLACK, 6, 10),
                30,
                20);
        assertEquals(0xFFFFFF, rounded.get24(bounds[0], bounds[1]), "the corner is cut");
        assertEquals(0x000000, rounded.get24(bounds[0] + 5, bounds[1] + 5), "beyond it is paper");
        assertTrue(PAINTER.measure(" ", style).ink().isEmpty());
    }

    private static int hashed(InterleavedU8 picture) {
        return java.util.Arrays.hashCode(picture.data);
    }

    @Test
    void rightToLeftRunsAreReordered() {
        TextStyle style = PLAIN.withSize(20);
        assertArrayEquals(
                painted(200, 40, "\u202Dםולש\u202C", style, 5, 5).data,
                painted(200, 40, "שלום", style, 5, 5).data,
                "forced left to right, the letters written backwards give the same picture");
        assertArrayEquals(
                painted(200, 40, "abc \u202D(םולש\u202C", style, 5, 5).data,
                painted(200, 40, "abc \u200Fשלום)\u200F", style, 5, 5).data,
                "brackets are turned");
        double narrow = PAINTER.measure("של", style).ink().left();
        TextBox.Ink second = PAINTER.measure("של\nשלוםשלום", style).ink();
        assertTrue(second.right() > narrow);
    }

    @Test
    void aMissingGlyphComesFromAnotherTypeface() {
        TextBox.Ink arabic = PAINTER.measure("ش", PLAIN).ink();
        assertFalse(arabic.isEmpty());
        assertArrayEquals(
                painted(
                                60,
                                60,
                                "ش",
                                TextStyle.of(Typeface.DEJAVU_SANS, 24, Rgb.BLACK),
                                5,
                                5 + shift(Typeface.DEJAVU_SANS))
                        .data,
                painted(60, 60, "ش", TextStyle.of(Typeface.ROBOTO, 24, Rgb.BLACK), 5, 5 + shift(Typeface.ROBOTO)).data);
        assertEquals(
                PAINTER.measure("\uDBFF\uDFFD", PLAIN).ink(),
                PAINTER.measure("\uE000", PLAIN).ink(),
                "no typeface has it");
        assertFalse(PAINTER.measure("\uE000", PLAIN).ink().isEmpty());
    }

    private static double shift(Typeface typeface) {
        return 30 - PAINTER.measure("", TextStyle.of(typeface, 24, Rgb.BLACK)).baseline();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\n\r",
                "\uD800",
                "\uDC00\uD800",
                "a\uD83D",
                "\u0000\u0007\u001B[31m",
                "\u202E\u202D\u2066",
                "\uFFFF\uFFFE",
                "e\u0301\u0301\u0301\u0301",
                "👩‍👩‍👧‍👦🏳️‍🌈",
                "<img onerror=alert(1)>",
                "\u0301",
                "ﷺ𒐫꧅"
            })
    void hostileTextsAreDrawn(String text) {
        for (TextStyle style :
                new TextStyle[] {PLAIN, PLAIN.withStroke(2, Rgb.WHITE).withRotation(45)}) {
            InterleavedU8 picture = painted(64, 48, text, style, 3, 3);
            assertEquals(64, picture.width);
            assertTrue(PAINTER.measure(text, style).height() > 0);
        }
    }

    @Test
    void controlsDrawNothing() {
        assertTrue(PAINTER.measure("\u0000\u0001\u200B\u202E\u00AD\uFE0F", PLAIN)
                .ink()
                .isEmpty());
        assertEquals(PAINTER.measure("ab", PLAIN), PAINTER.measure("a\u0000b\u200D", PLAIN));
    }

    @Test
    void aVeryLongTextIsDrawnAsFarAsItReaches() {
        String text = "word ".repeat(2000);
        assertArrayEquals(
                painted(80, 40, text.substring(0, 100), PLAIN, 2, 2).data, painted(80, 40, text, PLAIN, 2, 2).data);
        TextBox capped = PAINTER.measure("x".repeat(300_000), PLAIN);
        assertEquals(PAINTER.measure("x".repeat(100_000), PLAIN), capped);
    }

    @ParameterizedTest
    @EnumSource(Typeface.class)
    void everyTypefaceIsThereAndHasTheAlphabet(Typeface typeface) {
        TextStyle style = TextStyle.of(typeface, 20, Rgb.BLACK);
        for (char letter = 'a'; letter <= 'z'; letter++) {
            assertNotEquals(
                    PAINTER.measure("\uE000", style).ink(),
                    PAINTER.measure(String.valueOf(letter), style).ink());
        }
        assertEquals(typeface, Typeface.parse(typeface.label().replace(" ", "-").toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void whatCannotBeDrawnIsSaid() {
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withSize(0));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withSize(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withSize(1e9));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withOpacity(1.1));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withStroke(13, Rgb.BLACK));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withRotation(Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> TextPainter.canvas(0, 5, Rgb.BLACK));
        assertThrows(IllegalArgumentException.class, () -> TextPainter.canvas(1 << 20, 1 << 20, Rgb.BLACK));
        assertThrows(IllegalArgumentException.class, () -> painted(5, 5, "a", PLAIN, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> Typeface.parse("Comic Sans"));
    }
}
