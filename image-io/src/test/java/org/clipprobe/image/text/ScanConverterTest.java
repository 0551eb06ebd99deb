package org.clipprobe.image.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScanConverterTest {
    private static Mask filled(int width, int height, double... corners) {
        Mask mask = Mask.filled(0, 0, width, height, 0);
        ScanConverter.fill(contour(corners), mask);
        return mask;
    }

    private static Polygon contour(double... corners) {
        double[] segments = new double[2 * corners.length];
        for (int i = 0; i < corners.length; i += 2) {
            int next = (i + 2) % corners.length;
            System.arraycopy(corners, i, segments, 2 * i, 2);
            System.arraycopy(corners, next, segments, 2 * i + 2, 2);
        }
        return new Polygon(segments);
    }

    private static double sum(Mask mask) {
        double sum = 0;
        for (float value : mask.values()) {
            sum += value;
        }
        return sum;
    }

    @Test
    void aRectangleBetweenPixelsCoversTheExactShares() {
        Mask mask = filled(3, 2, 0.25, 0.5, 2.5, 0.5, 2.5, 1.25, 0.25, 1.25);
        float[] expected = {0.375f, 0.5f, 0.25f, 0.1875f, 0.25f, 0.125f};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], mask.values()[i], 1e-7);
        }
    }

    @Test
    void aTriangleInOnePixelCoversItsArea() {
        assertEquals(0.5 * 0.5 * 0.8 / 1, sum(filled(1, 1, 0.1, 0.1, 0.9, 0.1, 0.5, 0.6)), 1e-7);
    }

    @Test
    void bothDirectionsFill() {
        assertEquals(4, sum(filled(4, 4, 1, 1, 3, 1, 3, 3, 1, 3)), 1e-6);
        assertEquals(4, sum(filled(4, 4, 1, 3, 3, 3, 3, 1, 1, 1)), 1e-6);
    }

    @Test
    void aContourInsideAnotherOfTheSameDirectionIsNoHoleAndOfTheOtherIsOne() {
        double[] outer = contour(1, 1, 9, 1, 9, 9, 1, 9).segments();
        double[] same = contour(3.5, 3.5, 6.5, 3.5, 6.5, 6.5, 3.5, 6.5).segments();
        double[] other = contour(3.5, 3.5, 3.5, 6.5, 6.5, 6.5, 6.5, 3.5).segments();
        assertEquals(64, sum(both(outer, same)), 1e-5);
        assertEquals(64 - 9, sum(both(outer, other)), 1e-5);
    }

    private static Mask both(double[] first, double[] second) {
        double[] segments = new double[first.length + second.length];
        System.arraycopy(first, 0, segments, 0, first.length);
        System.arraycopy(second, 0, segments, first.length, second.length);
        Mask mask = Mask.filled(0, 0, 10, 10, 0);
        ScanConverter.fill(new Polygon(segments), mask);
        return mask;
    }

    /** A star drawn in one stroke crosses itself: its middle has winding number 2 and is filled once. */
    @Test
    void crossingsInsidePixelsAreExact() {
        double[] corners = new double[10];
        for (int i = 0; i < 5; i++) {
            double angle = 2 * Math.PI * (2 * i) / 5 + 0.3;
            corners[2 * i] = 10.3 + 9 * Math.cos(angle);
            corners[2 * i + 1] = 10.7 + 9 * Math.sin(angle);
        }
        double inner = 9 * Math.cos(2 * Math.PI / 5) / Math.cos(Math.PI / 5);
        double area = 10 * 0.5 * 9 * inner * Math.sin(Math.PI / 5);
        assertEquals(area, sum(filled(21, 21, corners)), 1e-4);
    }

    @Test
    void whatLiesOutsideTheMaskCountsWhereItMust() {
        Mask mask = Mask.filled(5, 5, 4, 4, 0);
        ScanConverter.fill(contour(-100, -100, 100, -100, 100, 100, -100, 100), mask);
        assertEquals(16, sum(mask), 0);
        Mask half = Mask.filled(5, 5, 4, 4, 0);
        ScanConverter.fill(contour(-100, -100, 7, -100, 7, 100, -100, 100), half);
        assertEquals(8, sum(half), 1e-6);
        Mask slope = Mask.filled(0, 0, 4, 4, 0);
        ScanConverter.fill(contour(-4, 0, 4, 0, 4, 4), slope);
        assertEquals(4 * 4 - 0.5 * 4 * 2, sum(slope), 1e-6);
    }

    @Test
    void anyTriangleCoversItsAreaWherever() {
        Random chance = new Random(11);
        for (int i = 0; i < 500; i++) {
            double[] corners = chance.doubles(6, 0, 30).toArray();
            double area = Math.abs((corners[2] - corners[0]) * (corners[5] - corners[1])
                            - (corners[4] - corners[0]) * (corners[3] - corners[1]))
                    / 2;
            assertEquals(area, sum(filled(30, 30, corners)), 1e-4);
        }
    }

    /** Contours of one glyph that do not overlap: the signed sum of trapezoids is the inked area. */
    @ParameterizedTest
    @EnumSource(
            value = Typeface.class,
            names = {"LIBERATION_SERIF_ITALIC", "DEJAVU_SANS_BOLD", "ROBOTO", "LIBERATION_MONO"})
    void aGlyphCoversTheAreaOfItsOutline(Typeface typeface) {
        FontFile font = new FontFile(typeface);
        for (char character : "agB8&%§ßÖ".toCharArray()) {
            for (double size : new double[] {7.3, 24, 61}) {
                double scale = size / font.unitsPerEm();
                Outline outline = font.outline(font.glyph(character));
                Polygon polygon = Polygon.of(outline, new Affine(scale, 0, 0, -scale, 20.37, 75.61));
                Mask mask = Mask.filled(0, 0, 120, 120, 0);
                ScanConverter.fill(polygon, mask);
                assertEquals(Math.abs(area(polygon)), sum(mask), 2e-3, typeface + " " + character + " " + size);
            }
        }
    }

    private static double area(Polygon polygon) {
        double area = 0;
        double[] s = polygon.segments();
        for (int i = 0; i < s.length; i += 4) {
            area += (s[i] * s[i + 3] - s[i + 2] * s[i + 1]) / 2;
        }
        return area;
    }
}
