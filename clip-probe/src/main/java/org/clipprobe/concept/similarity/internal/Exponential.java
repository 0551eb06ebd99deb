package org.clipprobe.concept.similarity.internal;

/**
 * exp(scale × cosine) by additions and multiplications alone: the argument is halved until it is small, its Taylor series
 * is summed, and the result squared as often. Relative error below 10⁻⁹ for scales up to 1,000; the same bits on every
 * machine, and loops that the compiler turns into vector instructions.
 */
public final class Exponential {
    private static final double SMALL = 0.3;

    private static final double LEAST = -50;

    /** Of a number down to −50, until it is as small as it must be. */
    private static final int NEGATIVE_HALVINGS = 8;

    private final double factor;
    private final int squarings;

    public Exponential(double scale) {
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
     * Replaces numbers below or at 0 by their exponentials, relative error below 10⁻⁹; what is below −50 counts as −50,
     * which is lost in rounding beside a term of 1.
     */
    public static void ofNegative(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(values[i], LEAST) * (1.0 / (1 << NEGATIVE_HALVINGS));
        }
        series(values);
        square(values, NEGATIVE_HALVINGS);
    }

    /** Sum of the exponentials of the first {@code width} cosines. */
    public double sum(float[] cosines, int width) {
        double sum = 0;
        for (double value : of(cosines, width)) {
            sum += value;
        }
        return sum;
    }

    /** Replaces the first {@code width} cosines by their exponentials times {@code scale}. */
    public void scale(float[] cosines, int width, double scale) {
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
        series(values);
        square(values, squarings);
        return values;
    }

    /** The Taylor series of numbers from −0.3 to 0.3. */
    private static void series(double[] values) {
        for (int i = 0; i < values.length; i++) {
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
    }

    private static void square(double[] values, int times) {
        for (int s = 0; s < times; s++) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= values[i];
            }
        }
    }
}
