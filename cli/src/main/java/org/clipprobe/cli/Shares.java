package org.clipprobe.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.clipprobe.attack.run.Proportion;

/** Shares with their intervals, for people and for scripts. */
final class Shares {
    private Shares() {}

    /** {@code 17.9 %}. */
    static String percent(double share) {
        return Double.isNaN(share) ? "–" : number(100 * share, 1) + " %";
    }

    /** {@code 15.9 to 20.0 %}: Wilson's 95 % interval. */
    static String interval(Proportion proportion) {
        return number(100 * proportion.low(), 1) + " to " + number(100 * proportion.high(), 1) + " %";
    }

    /** {@code 17.9 % (15.9 to 20.0 %)}. */
    static String both(Proportion proportion) {
        return percent(proportion.share()) + " (" + interval(proportion) + ")";
    }

    static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** A p value. */
    static String probability(double p) {
        return String.format(Locale.ROOT, "%.2g", p);
    }

    /** For a script; a share of nothing is left out. */
    static Map<String, Object> facts(Proportion proportion) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (proportion.trials() > 0) {
            facts.put("share", proportion.share());
        }
        facts.put("low", proportion.low());
        facts.put("high", proportion.high());
        facts.put("successes", proportion.successes());
        facts.put("of", proportion.trials());
        return facts;
    }
}
