package org.clipprobe.concept;

/**
 * exp(scale × cosine) by additions and multiplications alone: the argument is halved until it is small, its Taylor series
 * is summed, and the result squared as often. Relative error below 10⁻⁹ for scales up to 1,000; the same bits on every
 * machine, and loops that the compiler turns into vector instructions.
 */
final class Exponential {
    private static final double SMALL = 0.3;

    private static final double LOG2E = 1.4426950408889634;

    /** ln 2 in two parts, the first with zeros at its end, so that its multiples are exact. */
    private static final double LN2_HIGH = 0x1.62e42feep-1;

    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    private static final double[] INVERSE_FACTORIALS = inverseFactorials(13);

    private final double factor;
    private final int squarings;

    Exponential(double scale) {
        int halvings = 0;
        double reduced = scale;
        while (Math.abs(reduced) > SMALL) {
            reduced /= 2;
            halvings++;
        }
        this.factor = reduced;
        this.squarings = halvings;
    }

    /**
     * exp(x) for x from −700 to 700: a power of two, and a Taylor series of what is left, at most ½ ln 2. Relative error
     * below 10⁻¹⁴, the same bits on every machine.
     */
    static double of(double x) {
        int power = (int) Math.rint(x * LOG2E);
        double rest = x - power * LN2_HIGH - power * LN2_LOW;
        double sum = 0;
        for (double coefficient : INVERSE_FACTORIALS) {
            sum = sum * rest + coefficient;
        }
        return sum * Double.longBitsToDouble((power + 1023L) << 52);
    }

    /** Sum of the exponentials of the first {@code width} cosines. */
    double sum(float[] cosines, int width) {
        double sum = 0;
        for (double value : of(cosines, width)) {
            sum += value;
        }
        return sum;
    }

    /** Replaces the first {@code width} cosines by their exponentials times {@code scale}. */
    void scale(float[] cosines, int width, double scale) {
        double[] values = of(cosines, width);
        for (int i = 0; i < width; i++) {
            cosines[i] = (float) (values[i] * scale);
        }
    }

    private double[] of(float[] cosines, int width) {
        double[] values = new double[width];
        for (int i = 0; i < width; i++) {
            values[i] = cosines[i] * factor;
        }
        for (int i = 0; i < width; i++) {
            double x = values[i];
            double sum = 1.0 / 40320 * x + 1.0 / 5040;
            sum = sum * x + 1.0 / 720;
            sum = sum * x + 1.0 / 120;
            sum = sum * x + 1.0 / 24;
            sum = sum * x + 1.0 / 6;
            sum = sum * x + 0.5;
            sum = sum * x + 1;
            values[i] = sum * x + 1;
        }
        for (int s = 0; s < squarings; s++) {
            for (int i = 0; i < width; i++) {
                values[i] *= values[i];
            }
        }
        return values;
    }

    /** 1 / n! from the last term to the first. */
    private static double[] inverseFactorials(int terms) {
        double[] inverse = new double[terms];
        double factorial = 1;
        for (int n = 0; n < terms; n++) {
            factorial *= Math.max(1, n);
            inverse[terms - 1 - n] = 1 / factorial;
        }
        return inverse;
    }
}
