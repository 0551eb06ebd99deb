package org.clipprobe.report.page;

import java.util.Locale;

/** Numbers as a page shows them; the tables beside it have them in full. */
public final class Numbers {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final String NONE = "–";

    private Numbers() {}

    /** A count, its thousands set apart. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A count in a sentence: {@code 1 unit}, {@code 3,072 units}. */
    public static String count(long value, String one, String many) {
        return count(value) + " " + (value == 1 ? one : many);
    }

    /** Three decimals, for areas under a curve. */
    public static String area(double value) {
        return decimals(value, 3);
    }

    /** One or two decimals, for mean counts. */
    public static String mean(double value) {
        return value == Math.rint(value) ? decimals(value, 0) : decimals(value, value < 10 ? 2 : 1);
    }

    /** With its sign and the true minus. */
    public static String signed(double value) {
        return signed(value, 1);
    }

    /** The same with so many decimals. */
    public static String signed(double value, int places) {
        return Double.isNaN(value) ? NONE : (value < 0 ? "−" : "+") + decimals(Math.abs(value), places);
    }

    /** A probability: {@code 0.042}, {@code 2.1 × 10⁻⁵}. */
    public static String probability(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        if (value >= 0.001 || value == 0) {
            return value == 0 ? "0" : String.format(Locale.ROOT, "%.2g", value);
        }
        String[] parts = String.format(Locale.ROOT, "%.1e", value).split("e-", -1);
        StringBuilder text = new StringBuilder(parts[0]).append(" × 10⁻");
        Integer.toString(Integer.parseInt(parts[1]))
                .chars()
                .forEach(digit -> text.append(SUPERSCRIPTS.charAt(digit - '0')));
        return text.toString();
    }

    /** A share of 1 in percent, without decimals where it has none. */
    public static String percent(double share) {
        double value = share * 100;
        boolean whole = Math.abs(value - Math.rint(value)) < 1e-9;
        return Double.isNaN(share) ? NONE : decimals(value, whole || value >= 10 ? 0 : 1) + " %";
    }

    /** Four significant digits, for activations. */
    public static String activation(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        double size = Math.abs(value);
        return decimals(value, size >= 1000 ? 0 : size >= 100 ? 1 : 2);
    }

    /** A coordinate in a drawing: one decimal, as short as it gets. */
    public static String coordinate(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
    }

    /** With this many decimals, and the true minus before all but zeros. */
    public static String decimals(double value, int places) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        if (Double.isInfinite(value)) {
            return value < 0 ? "−∞" : "∞";
        }
        String digits = String.format(Locale.ROOT, "%,." + places + "f", Math.abs(value));
        boolean zero = digits.chars().noneMatch(digit -> digit >= '1' && digit <= '9');
        return value < 0 && !zero ? "−" + digits : digits;
    }
}
