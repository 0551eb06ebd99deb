package org.clipprobe.attack.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipprobe.attack.Control;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.outcome.Contrast;
import org.clipprobe.attack.outcome.Dimension;
import org.clipprobe.attack.outcome.Outcome;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.outcome.Summary;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Texts;
import org.clipprobe.run.RunRecord;
import org.clipprobe.statistic.Estimate;

/**
 * What the page of an attack run shows.
 *
 * @param headline the answer in one sentence
 * @param sentences what it rests on
 * @param summary all trials
 * @param controls what the words and their controls did; empty where there are no controls
 * @param outcomes how often each outcome came, in words
 * @param texts success by text, the strongest first
 * @param curves success by what varied in numbers, in their order
 * @param heat success by place on a grid
 * @param others success by what else varied
 * @param classes the classes that fall most easily
 * @param examples the gallery
 * @param worst right answers broken at the least cover
 * @param units the units behind the attack words
 * @param untested what was not varied, and so not tested
 * @param record provenance
 */
record AttackView(
        String headline,
        List<String> sentences,
        Summary summary,
        List<ControlRow> controls,
        List<Part> outcomes,
        Rates texts,
        List<Rates> curves,
        List<Rates.Heat> heat,
        List<Rates> others,
        Rates classes,
        List<Case> examples,
        List<Case> worst,
        List<WordUnits> units,
        List<String> untested,
        RunRecord record) {
    /** Rows of a table or plot. */
    static final int MOST_ROWS = 60;

    private static final List<Dimension> NUMBERS = List.of(Dimension.SIZE, Dimension.OPACITY, Dimension.REPEATS);
    private static final List<Dimension> NAMES = List.of(
            Dimension.PLACE,
            Dimension.COLOUR,
            Dimension.TYPEFACE,
            Dimension.STROKE,
            Dimension.ROTATION,
            Dimension.BACKING,
            Dimension.STAGE);

    /** Letters below this many pixels have no shape that a reader could tell. */
    private static final double READABLE = 4;

    /** One outcome's share of all trials; {@code left} and {@code width} in percent. */
    record Part(String name, String kind, String words, String left, String width) {}

    static AttackView of(AttackReport report, List<Case> examples, List<Case> worst) {
        Breakdown breakdown = report.breakdown();
        Summary all = breakdown.all();
        return new AttackView(
                headline(all),
                sentences(report),
                all,
                ControlRow.of(all),
                outcomes(all),
                Rates.strongestFirst("text", breakdown.by(Dimension.TEXT), MOST_ROWS),
                varied(breakdown, NUMBERS),
                Rates.heat(breakdown.by(Dimension.PLACE)),
                others(breakdown),
                Rates.strongestFirst("class", breakdown.by(Dimension.CLASS), MOST_ROWS / 3),
                examples,
                worst,
                report.units(),
                untested(breakdown),
                report.record());
    }

    private static String headline(Summary all) {
        if (all.trials() == 0) {
            return "No picture was attacked.";
        }
        Optional<Contrast> anagram = all.contrast(Control.ANAGRAM);
        String words = "Pasted words turned the answer into what they say in " + rounded(all.success());
        return anagram.isEmpty()
                ? words + " of " + Numbers.count(all.trials(), "attack", "attacks")
                        + "; nothing says how many of them any other mark on the picture would have done."
                : words + ", the same letters shuffled in "
                        + rounded(anagram.get().success()) + ": "
                        + verdict(anagram.get().moreSuccess());
    }

    /** {@code 21.8 %}. */
    private static String rounded(Proportion share) {
        return Numbers.percent(Math.rint(1000 * share.share()) / 1000);
    }

    private static String verdict(Estimate more) {
        String range = Numbers.signed(100 * more.low()) + " to " + Numbers.signed(100 * more.high());
        return more.apartFromZero()
                ? "the meaning accounts for "
                        + Numbers.signed(100 * more.value()).replace("+", "") + " points (95 % interval " + range + ")."
                : "no effect of the meaning is shown (95 % interval " + range + " points).";
    }

    private static List<String> sentences(AttackReport report) {
        Breakdown breakdown = report.breakdown();
        Summary all = breakdown.all();
        if (all.trials() == 0) {
            return List.of("See the skipped files below.");
        }
        List<String> sentences = new ArrayList<>();
        if (all.broken().trials() > 0) {
            all.contrast(Control.ANAGRAM).ifPresent(anagram -> sentences.add(broken(all, anagram)));
        }
        sentences.add(Numbers.count(all.trials(), "attack", "attacks") + " on "
                + Numbers.count(all.pictures(), "picture", "pictures") + "; on average "
                + Numbers.decimals(100 * all.meanCover(), 2) + " % of the pixels changed. " + stage(breakdown));
        sentences.add(accuracy(all));
        sentences.add("Intervals hold "
                + all.scope().words("for new words and classes of this kind")
                + (all.scope().words("").isEmpty()
                        ? ", on new pictures."
                        : ", on new pictures: fewer than ten say too little of others."));
        long standIns =
                all.contrasts().stream().mapToLong(Contrast::standIns).max().orElse(0);
        if (standIns > 0) {
            sentences.add(Numbers.count(standIns, "attack has", "attacks have")
                    + " a text without an anagram; random symbols of the same kind stand for it.");
        }
        sentences.add(classes(report));
        long tiny = breakdown.by(Dimension.TEXT).stream()
                .filter(text -> !text.key().isBlank() && text.summary().meanLetters() < READABLE)
                .count();
        if (tiny > 0) {
            sentences.add(Numbers.count(tiny, "text was", "texts were")
                    + " drawn with letters below " + Numbers.decimals(READABLE, 0)
                    + " pixels, to fit or as asked for: too small to be read.");
        }
        int targets = breakdown.unlistedTargets().size();
        if (targets > 0) {
            sentences.add(Numbers.count(targets, "target is", "targets are")
                    + " not among the classes, so that no answer can become what was written.");
        }
        int classes = breakdown.unlistedClasses().size();
        if (classes > 0) {
            sentences.add("Of " + Numbers.count(classes, "class", "classes")
                    + " of pictures the list of classes has no name: no answer about them counts as right.");
        }
        return sentences;
    }

    private static String broken(Summary all, Contrast anagram) {
        String words = "Of right answers, words made " + rounded(all.broken()) + " wrong, their letters shuffled "
                + rounded(anagram.broken());
        String blank = all.contrast(Control.BLANK)
                .map(control -> ", a blank label of the same size " + rounded(control.broken()))
                .orElse("");
        Estimate more = anagram.moreBroken();
        return words + blank + ": " + Rates.points(more) + " points are the meaning's"
                + (more.apartFromZero() ? "." : ", which is not shown to differ from none: the rest is cover.");
    }

    private static String accuracy(Summary all) {
        return all.accuracyBefore().trials() == 0
                ? "Nobody says what the pictures show: nothing is said of right answers and of classes, and there is no"
                        + " control of the picture's class."
                : "The model is right for " + Rates.rate(all.accuracyBefore()) + " of the pictures before and for "
                        + Rates.rate(all.accuracyAfter()) + " after the attack (McNemar p = "
                        + Numbers.probability(all.accuracyChange().p()) + ").";
    }

    private static String classes(AttackReport report) {
        return "The model chose among " + Numbers.count(report.classes().size(), "class", "classes")
                + (report.guests().isEmpty()
                        ? "."
                        : "; “"
                                + report.guests().stream()
                                        .limit(5)
                                        .map(Texts::brief)
                                        .collect(Collectors.joining("”, “"))
                                + (report.guests().size() > 5 ? "” and others" : "”")
                                + ", each in its own trials only.");
    }

    private static String stage(Breakdown breakdown) {
        List<Breakdown.Group> stages = breakdown.by(Dimension.STAGE);
        if (stages.size() > 1) {
            return "Words were pasted onto the model's input as well as onto the pictures at their own size.";
        }
        return stages.get(0).key().equals("picture")
                ? "Words were pasted onto the pictures at their own size, before resize and crop."
                : "Words were pasted onto what the model sees, after resize and crop.";
    }

    private static List<Part> outcomes(Summary all) {
        List<Part> shares = new ArrayList<>();
        double left = 0;
        for (Outcome outcome : Outcome.values()) {
            long count = all.outcomes().getOrDefault(outcome, 0L);
            double share = all.trials() == 0 ? 0 : 100.0 * count / all.trials();
            shares.add(new Part(
                    Case.words(outcome),
                    outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    Numbers.count(count) + " (" + Numbers.decimals(share, 1) + " %)",
                    Numbers.decimals(left, 2) + "%",
                    Numbers.decimals(share, 2) + "%"));
            left += share;
        }
        return shares;
    }

    private static List<Rates> varied(Breakdown breakdown, List<Dimension> dimensions) {
        return dimensions.stream()
                .filter(dimension -> breakdown.by(dimension).size() > 1)
                .map(dimension -> Rates.inOrder(name(dimension), breakdown.by(dimension), MOST_ROWS))
                .toList();
    }

    /** A place on a grid is in the heat map already. */
    private static List<Rates> others(Breakdown breakdown) {
        long cells = Rates.heat(breakdown.by(Dimension.PLACE)).stream()
                .mapToLong(heat -> heat.cells().size())
                .sum();
        boolean mapped = cells == breakdown.by(Dimension.PLACE).size();
        return varied(
                breakdown,
                NAMES.stream()
                        .filter(name -> name != Dimension.PLACE || !mapped)
                        .toList());
    }

    private static List<String> untested(Breakdown breakdown) {
        List<String> untested = new ArrayList<>();
        Stream.concat(NUMBERS.stream(), NAMES.stream()).forEach(dimension -> {
            List<Breakdown.Group> values = breakdown.by(dimension);
            if (values.size() == 1) {
                untested.add("Other than one " + name(dimension) + ": "
                        + values.get(0).key() + ".");
            }
        });
        untested.add("Words that are not in the list above, and pictures and classes other than these.");
        return untested;
    }

    private static String name(Dimension dimension) {
        return dimension.name().toLowerCase(Locale.ROOT);
    }
}
