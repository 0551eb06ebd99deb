package org.clipprobe.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.InterleavedU8;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    /** A step of a hundredth is as much lighter everywhere: none is lost in print. */
    @Test
    void lightnessGrowsEvenly() {
        double before = lightness(ColourScale.at(0));
        for (int i = 5; i <= 100; i += 5) {
            double lightness = lightness(ColourScale.at(i / 100.0));
            assertEquals(0.0315, lightness - before, 0.008, "at " + i);
            before = lightness;
        }
    }

    /** As a reader without the red cones sees them (Viénot, Brettel and Mollon 1999): neighbours far apart stay so. */
    @Test
    void theEndsDifferForColourBlindReaders() {
        for (int i = 0; i <= 8; i++) {
            Rgb here = ColourScale.at(i / 10.0);
            Rgb there = ColourScale.at((i + 2) / 10.0);
            assertTrue(here.contrast(there) > 1.25, here + " and " + there);
            assertTrue(there.red() + there.green() > here.red() + here.green(), here + " and " + there);
        }
        Rgb middle = ColourScale.at(0.5);
        assertEquals(middle.red(), middle.blue(), 6, middle.toString());
    }

    /** OKLab's lightness. */
    private static double lightness(Rgb colour) {
        double r = linear(colour.red());
        double g = linear(colour.green());
        double b = linear(colour.blue());
        return 0.2104542553 * Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
                + 0.7936177850 * Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
                - 0.0040720468 * Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    @Test
    void aPixelForEachPlace() {
        HeatMap.Range range = HeatMap.Range.of(new float[] {-1, 0.5f, Float.NaN}, true);
        assertEquals(new HeatMap.Range(-1, 1), range);
        InterleavedU8 picture = HeatMap.picture(new float[] {-1, 0, 1, Float.NaN, 5, -5}, 2, 3, range);
        assertArrayEquals(new int[] {3, 2}, new int[] {picture.width, picture.height});
        assertEquals(ColourScale.at(0), pixel(picture, 0, 0));
        assertEquals(ColourScale.at(0.5), pixel(picture, 1, 0));
        assertEquals(ColourScale.at(1), pixel(picture, 2, 0));
        assertEquals(ColourScale.at(0.5), pixel(picture, 0, 1));
        assertEquals(ColourScale.at(1), pixel(picture, 1, 1));
        assertEquals(ColourScale.at(0), pixel(picture, 2, 1));
    }

    private static Rgb pixel(InterleavedU8 picture, int x, int y) {
        return new Rgb(picture.get24(x, y) >> 16 & 255, picture.get24(x, y) >> 8 & 255, picture.get24(x, y) & 255);
    }

    @Test
    void mapsOfNothingHaveARange() {
        assertEquals(new HeatMap.Range(0, 1), HeatMap.Range.of(new float[] {0, 0}, false));
        assertEquals(new HeatMap.Range(-1, 1), HeatMap.Range.of(new float[] {0}, true));
    }
}
