package org.clipprobe.image;

/**
 * Colours for numbers from 0 to 1: dark blue through grey to light yellow. Lightness grows evenly, so that the order survives
 * a black-and-white print; the hue runs along the axis from blue to yellow, which readers with red-green blindness see as
 * others do; the middle is without hue, so that it can stand for 0. Made in OKLab (Ottosson 2020, "A perceptual color space
 * for image processing").
 */
public final class ColourScale {
    private static final double DARKEST = 0.30;
    private static final double LIGHTEST = 0.93;
    private static final double BLUEST = -0.13;
    private static final double YELLOWEST = 0.15;

    private ColourScale() {}

    /** The colour of a number; those below 0 and above 1 have those of the ends. */
    public static Rgb at(double share) {
        double t = Math.max(0, Math.min(1, share));
        double lightness = DARKEST + t * (LIGHTEST - DARKEST);
        double side = 2 * t - 1;
        double b = side < 0 ? -side * BLUEST : side * YELLOWEST;
        // A little green takes the violet out of the blue.
        return oklab(lightness, -0.02 * Math.abs(side), b);
    }

    private static Rgb oklab(double lightness, double a, double b) {
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return new Rgb(
                channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
    }

    private static double cube(double x) {
        return x * x * x;
    }

    /** sRGB's curve. */
    private static int channel(double linear) {
        double curved = linear <= 0.0031308 ? 12.92 * linear : 1.055 * StrictMath.pow(linear, 1 / 2.4) - 0.055;
        return (int) Math.rint(255 * Math.max(0, Math.min(1, curved)));
    }
}
