package org.clipprobe.image.text;

import java.util.Arrays;

/**
 * A number per pixel of a rectangle of the picture.
 *
 * @param left of the rectangle in the picture
 * @param top of the rectangle in the picture
 * @param values {@code [height, width]} in C order
 */
record Mask(int left, int top, int width, int height, float[] values) {
    static Mask filled(int left, int top, int width, int height, float value) {
        float[] values = new float[width * height];
        Arrays.fill(values, value);
        return new Mask(left, top, width, height, values);
    }
}
