package org.clipprobe.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipprobe.attack.Control;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.Stage;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.outcome.Contrast;
import org.clipprobe.attack.outcome.Dimension;
import org.clipprobe.attack.outcome.Summary;
import org.clipprobe.attack.report.WordUnits;
import org.clipprobe.cli.argument.AttackArguments;
import org.clipprobe.cli.console.Shares;
import org.clipprobe.cli.console.TextTable;

/** The answer of an attack run in lines, the first table in the shape of the paper's: text, pixel cover, success. */
final class AttackAnswer {
    private static final int ROWS = 20;
    private static final int NAMED = 3;

    /** A control covers as much as the words when it is off by no more than this share. */
    private static final double NEAR = 0.1;

    /** Letters below this many pixels have no shape that a reader could tell. */
    private static final double READABLE = 4;

    private static final List<Dimension> VARIED = List.of(Dimension.SIZE, Dimension.OPACITY);

    private AttackAnswer() {}

    static List<String> lines(
            Breakdown breakdown,
            Protocol protocol,
            AttackArguments.Choice names,
            List<WordUnits> units,
            boolean markdown) {
        Summary all = breakdown.all();
        List<String> lines = new ArrayList<>();
        lines.add(headline(all, markdown ? "**" : ""));
        lines.add(accuracy(all));
        lines.add(
                "Intervals hold " + all.scope().words("for new words and classes of this kind") + ", on new pictures.");
        lines.add(chosenFrom(names));
        lines.add("");
        lines.addAll(controls(all, markdown));
        if (protocol.stage() == Stage.PICTURE) {
            lines.add("Words were pasted onto the pictures as they are on disk, before resize and crop.");
        }
        lines.addAll(missing(breakdown.unlistedTargets(), "so that no answer can become them: "));
        lines.addAll(missing(breakdown.unlistedClasses(), "so that no answer about them is right: "));
        if (!lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
        lines.addAll(texts(breakdown, markdown));
        lines.addAll(tiny(breakdown));
        for (Dimension dimension : VARIED) {
            List<Breakdown.Group> groups = breakdown.by(dimension);
            if (groups.size() > 1) {
                lines.addAll(table(dimension.name().toLowerCase(Locale.ROOT), groups, markdown));
            }
        }
        for (WordUnits word : units) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s fires %d multimodal units; their drive predicts success with AUC %.3f (as many at random %.3f,"
                            + " the most active %.3f)",
                    TextTable.shown(word.word()),
                    word.units().size(),
                    word.drive().area(),
                    word.randomMean(),
                    word.largest().area()));
        }
        return lines;
    }

    /** The honest figure first: what the words do beyond their letters in another order. */
    private static String headline(Summary all, String bold) {
        String success = bold + "The answer became the attack's target in " + Shares.both(all.success()) + " of "
                + all.trials() + " attacks on " + all.pictures() + " pictures";
        Optional<Contrast> anagram = all.contrast(Control.ANAGRAM);
        return anagram.isEmpty()
                ? success + bold + ", which was not compared with any control."
                : success + ", and in " + Shares.both(anagram.get().success()) + " when the letters were shuffled: "
                        + Shares.points(anagram.get().moreSuccess()) + bold + ".";
    }

    private static String accuracy(Summary all) {
        return all.accuracyBefore().trials() == 0
                ? "Nobody says what the pictures show: nothing is said of right answers, and there is no control of the"
                        + " picture's class."
                : "Right before " + Shares.both(all.accuracyBefore()) + ", after " + Shares.both(all.accuracyAfter())
                        + " (McNemar p "
                        + Shares.probability(all.accuracyChange().p()) + ").";
    }

    private static String chosenFrom(AttackArguments.Choice names) {
        return "The model chose among " + names.classes().size() + " classes"
                + (names.guests().isEmpty()
                        ? "."
                        : "; in its own trials also: "
                                + some(names.guests().stream()
                                        .map(TextTable::shown)
                                        .toList())
                                + ".");
    }

    private static List<String> controls(Summary all, boolean markdown) {
        if (all.contrasts().isEmpty()) {
            return List.of();
        }
        TextTable table = new TextTable(
                "instead of the words", "pixel cover", "success", "words: more", "right made wrong", "words: more");
        table.row(
                "(the words)",
                Shares.number(100 * all.meanCover(), 2) + " %",
                Shares.both(all.success()),
                "–",
                Shares.both(all.broken()),
                "–");
        for (Contrast contrast : all.contrasts()) {
            table.row(
                    contrast.control().label(),
                    Shares.number(100 * contrast.meanCover(), 2) + " %",
                    Shares.both(contrast.success()),
                    Shares.points(contrast.moreSuccess()),
                    Shares.both(contrast.broken()),
                    Shares.points(contrast.moreBroken()));
        }
        List<String> lines = new ArrayList<>(table.lines(markdown));
        all.contrasts().stream()
                .filter(contrast -> Math.abs(contrast.meanCover() / all.meanCover() - 1) > NEAR)
                .forEach(contrast -> lines.add(String.format(
                        Locale.ROOT,
                        "As a control of cover \"%s\" falls short: its cover differs from that of the words by %+.0f %%.",
                        contrast.control().label(),
                        100 * (contrast.meanCover() / all.meanCover() - 1))));
        long standIns =
                all.contrasts().stream().mapToLong(Contrast::standIns).max().orElse(0);
        if (standIns > 0) {
            lines.add(standIns + " of " + all.trials()
                    + " attacks have no anagram; random symbols of the same kind stand for it.");
        }
        return lines;
    }

    private static List<String> missing(List<String> keys, String consequence) {
        List<String> names = keys.stream()
                .map(key -> key.isBlank() ? "(empty)" : TextTable.shown(key))
                .toList();
        return names.isEmpty() ? List.of() : List.of("Not among the classes, " + consequence + some(names));
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    private static List<String> texts(Breakdown breakdown, boolean markdown) {
        List<Breakdown.Group> groups = breakdown.by(Dimension.TEXT).stream()
                .sorted(Comparator.comparingDouble(
                        (Breakdown.Group group) -> -group.summary().advantage()))
                .toList();
        List<String> lines =
                new ArrayList<>(table("text", groups.stream().limit(ROWS).toList(), markdown));
        if (groups.size() > ROWS) {
            lines.add("… and " + (groups.size() - ROWS) + " more texts, all in by-text.csv");
            lines.add("");
        }
        return lines;
    }

    /** Texts that had to be shrunk beyond reading, or were asked for so small. */
    private static List<String> tiny(Breakdown breakdown) {
        List<String> tiny = breakdown.by(Dimension.TEXT).stream()
                .filter(text -> !text.key().isBlank() && text.summary().meanLetters() < READABLE)
                .map(text -> TextTable.shown(text.key()) + " ("
                        + Shares.number(text.summary().meanLetters(), 2) + " px)")
                .toList();
        return tiny.isEmpty() ? List.of() : List.of("Too small to be read: " + some(tiny));
    }

    private static List<String> table(String name, List<Breakdown.Group> groups, boolean markdown) {
        boolean controlled = groups.stream()
                .anyMatch(group -> group.summary().contrast(Control.ANAGRAM).isPresent());
        List<String> header = new ArrayList<>(List.of(name, "pixel cover", "success", "95 % interval"));
        if (controlled) {
            header.add("beyond its anagram");
        }
        header.add("attacks");
        TextTable table = new TextTable(header.toArray(String[]::new));
        for (Breakdown.Group group : groups) {
            Summary summary = group.summary();
            List<String> row = new ArrayList<>(List.of(
                    group.key(),
                    Shares.number(100 * summary.meanCover(), 2) + " %",
                    Shares.percent(summary.success().share()),
                    Shares.interval(summary.success())));
            if (controlled) {
                row.add(summary.contrast(Control.ANAGRAM)
                        .map(contrast -> Shares.points(contrast.moreSuccess()))
                        .orElse("–"));
            }
            row.add(Long.toString(summary.trials()));
            table.row(row.toArray(String[]::new));
        }
        return table.lines(markdown);
    }
}
