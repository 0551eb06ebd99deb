package org.clipprobe.report.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis.
 *
 * @param from value at its start
 * @param to value at its end
 */
public record Axis(double from, double to) {
    private static final int TICKS = 4;

    /** A value written at the axis. */
    public record Tick(String at, String text) {}

    public Axis {
        if (!(from < to)) {
            throw new IllegalArgumentException("expected an axis that grows, found " + from + " to " + to);
        }
    }

    /** An axis around values, with some air when they are all the same. */
    public static Axis around(double least, double most) {
        double span = most - least;
        double air = span > 0 ? span * 0.03 : Math.max(Math.abs(most), 1) * 0.5;
        return new Axis(least - air, most + air);
    }

    /** Where a value lies, from 0 to 1. */
    public double place(double value) {
        return (value - from) / (to - from);
    }

    /** Round values inside the axis; where they lie is given in percent. */
    public List<Tick> ticks() {
        double step = step();
        List<Tick> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
            double value = i * step;
            ticks.add(new Tick(Numbers.coordinate(100 * place(value)) + "%", text(value, step)));
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten. */
    public double step() {
        double rough = (to - from) / TICKS;
        double power = 1;
        while (power * 10 <= rough) {
            power *= 10;
        }
        while (power > rough) {
            power /= 10;
        }
        double times = rough / power;
        return power * (times >= 5 ? 5 : times >= 2 ? 2 : 1);
    }

    private static String text(double value, double step) {
        int places = 0;
        for (double left = step; left < 0.999 && places < 6; left *= 10) {
            places++;
        }
        String digits = Numbers.decimals(Math.abs(value), places);
        return value < -step / 2 ? "−" + digits : digits;
    }
}
