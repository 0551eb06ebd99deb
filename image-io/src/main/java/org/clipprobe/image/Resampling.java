package org.clipprobe.image;

/** Pillow's resampling filters; all but {@link #NEAREST} widen with the reduction, so that they antialias. */
public enum Resampling {
    NEAREST(0),
    BOX(0.5),
    BILINEAR(1),
    HAMMING(1),
    BICUBIC(2),
    LANCZOS(3);

    private final double support;

    Resampling(double support) {
        this.support = support;
    }

    /** How far the filter reaches on either side, in pixels of the smaller picture. */
    double support() {
        return support;
    }

    /** The filter's value at {@code x} pixels from its centre. */
    double at(double x) {
        double distance = Math.abs(x);
        return switch (this) {
            case NEAREST -> throw new IllegalStateException("nearest neighbour has no kernel");
            case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
            case BILINEAR -> distance < 1 ? 1 - distance : 0;
            case HAMMING -> hamming(distance);
            case BICUBIC -> bicubic(distance);
            case LANCZOS -> x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        };
    }

    private static double hamming(double x) {
        if (x == 0) {
            return 1;
        }
        if (x >= 1) {
            return 0;
        }
        double angle = x * Math.PI;
        return StrictMath.sin(angle) / angle * (0.54 + 0.46 * StrictMath.cos(angle));
    }

    /** Keys' cubic convolution with a = −0.5. */
    private static double bicubic(double x) {
        double a = -0.5;
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
        if (x == 0) {
            return 1;
        }
        double angle = x * Math.PI;
        return StrictMath.sin(angle) / angle;
    }
}
