package org.clipprobe.cli.console;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.clipprobe.attack.outcome.Contrast;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.statistic.Estimate;

/** Shares with their intervals, for people and for scripts. */
public final class Shares {
    private Shares() {}

    /** {@code 17.9 %}. */
    public static String percent(double share) {
        return Double.isNaN(share) ? "–" : number(100 * share, 1) + " %";
    }

    /** {@code 15.9 to 20.0 %}: the 95 % interval. */
    public static String interval(Proportion proportion) {
        return number(100 * proportion.low(), 1) + " to " + number(100 * proportion.high(), 1) + " %";
    }

    /** {@code 17.9 % (15.9 to 20.0 %)}; a dash for a share of nothing. */
    public static String both(Proportion proportion) {
        return proportion.trials() == 0 ? "–" : percent(proportion.share()) + " (" + interval(proportion) + ")";
    }

    public static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** A p value. */
    public static String probability(double p) {
        return String.format(Locale.ROOT, "%.2g", p);
    }

    /** For a script; a share of nothing is left out. */
    public static Map<String, Object> facts(Proportion proportion) {
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

    /** {@code +21.4 points (18.0 to 25.3)}: a difference of two shares. */
    public static String points(Estimate difference) {
        return difference.known()
                ? String.format(
                        Locale.ROOT,
                        "%+.1f points (%+.1f to %+.1f)",
                        100 * difference.value(),
                        100 * difference.low(),
                        100 * difference.high())
                : "–";
    }

    /** For a script. */
    public static Map<String, Object> facts(Estimate difference) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (difference.known()) {
            facts.put("value", difference.value());
            facts.put("low", difference.low());
            facts.put("high", difference.high());
        }
        return facts;
    }

    /** Attacks against one of their controls, for a script. */
    public static Map<String, Object> facts(Contrast contrast) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("control", contrast.control().label());
        facts.put("success", facts(contrast.success()));
        facts.put("more_success", facts(contrast.moreSuccess()));
        facts.put("right_made_wrong", facts(contrast.broken()));
        facts.put("more_right_made_wrong", facts(contrast.moreBroken()));
        facts.put("cover", contrast.meanCover());
        facts.put("without_anagram", contrast.standIns());
        return facts;
    }
}
