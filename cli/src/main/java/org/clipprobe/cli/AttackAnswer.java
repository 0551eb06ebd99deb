package org.clipprobe.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipprobe.attack.AttackRun;
import org.clipprobe.attack.Breakdown;
import org.clipprobe.attack.Dimension;
import org.clipprobe.attack.Proportion;
import org.clipprobe.attack.Summary;

/** The answer of an attack run in lines, the table in the shape of the paper's: text, pixel cover, success. */
final class AttackAnswer {
    private static final int ROWS = 20;
    private static final int LONGEST = 30;

    private AttackAnswer() {}

    static List<String> lines(Breakdown breakdown, AttackRun.Result result, boolean markdown) {
        Summary all = breakdown.all();
        List<String> lines = new ArrayList<>();
        lines.add((markdown ? "**" : "") + "The answer became the attack's target in " + percent(all.success()) + " of "
                + result.trials() + " attacks on " + all.pictures() + " pictures" + (markdown ? "**" : "")
                + "; right before " + percent(all.accuracyBefore()) + ", after " + percent(all.accuracyAfter()) + ".");
        lines.add("");
        lines.add(
                markdown
                        ? "| text | cover | success | 95 % interval | attacks |"
                        : row("text", "cover", "success", "95 % interval"));
        if (markdown) {
            lines.add("| --- | ---: | ---: | --- | ---: |");
        }
        List<Breakdown.Group> groups = breakdown.by(Dimension.TEXT).stream()
                .sorted(java.util.Comparator.comparingDouble(
                        (Breakdown.Group group) -> -group.summary().success().share()))
                .toList();
        for (Breakdown.Group group : groups.stream().limit(ROWS).toList()) {
            Summary summary = group.summary();
            String cover = number(100 * summary.meanCover(), 2) + " %";
            String success = number(100 * summary.success().share(), 1) + " %";
            String interval = interval(summary.success());
            String text = shown(group.key());
            lines.add(
                    markdown
                            ? "| " + escaped(text) + " | " + cover + " | " + success + " | " + interval + " | "
                                    + summary.trials() + " |"
                            : row(text, cover, success, interval));
        }
        if (groups.size() > ROWS) {
            lines.add((markdown ? "\n" : "") + "… and " + (groups.size() - ROWS) + " more texts, all in by-text.csv");
        }
        lines.add("");
        return lines;
    }

    private static String row(String text, String cover, String success, String interval) {
        return String.format("  %-30s %8s %9s   %s", text, cover, success, interval);
    }

    private static String percent(Proportion proportion) {
        return number(100 * proportion.share(), 1) + " % (" + interval(proportion) + ")";
    }

    private static String interval(Proportion proportion) {
        return number(100 * proportion.low(), 1) + " to " + number(100 * proportion.high(), 1) + " %";
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** A text of the attack's, short and without anything that moves the cursor. */
    static String shown(String text) {
        String plain = text.replaceAll("\\p{C}", "?");
        int end = plain.offsetByCodePoints(0, Math.min(LONGEST, plain.codePointCount(0, plain.length())));
        return end < plain.length() ? plain.substring(0, end) + "…" : plain;
    }

    /** For a table cell of Markdown: nothing in it is markup. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replaceAll("([\\\\`*_\\[\\]|~])", "\\\\$1");
    }
}
