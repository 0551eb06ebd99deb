package org.clipprobe.attack.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.attack.dataset.DatasetProtocol;
import org.clipprobe.attack.dataset.TwoWay;
import org.clipprobe.attack.outcome.McNemar;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;
import org.clipprobe.run.RunRecord;

/**
 * What the page of a data set shows.
 *
 * @param headline the answer in one sentence
 * @param sentences what it rests on
 * @param sets accuracy set by set
 * @param tests McNemar's test between every two sets
 * @param quarters accuracy by quarter of the label's area; may be empty
 * @param words the attack words that win most often
 * @param objects the objects that lose most often
 * @param worst where the attack word wins most clearly
 */
record DatasetView(
        String headline,
        List<String> sentences,
        List<Row> sets,
        List<Test> tests,
        List<Row> quarters,
        List<Row> words,
        List<Row> objects,
        List<Worst> worst,
        RunRecord record) {
    private static final int ROWS = 15;

    /** Share of right choices of a set, a word or an object. */
    record Row(String name, Share accuracy, String pictures, String margin) {}

    /** Whether two sets differ. */
    record Test(String first, String second, String onlyFirst, String onlySecond, String p) {}

    /** A picture on which the attack word won. */
    record Worst(TwoWay.Choice choice, Optional<String> picture, String margin) {}

    static DatasetView of(DatasetReport report, List<TwoWay.Choice> worst, Thumbnails thumbnails) {
        List<TwoWay.Choice> choices = report.choices();
        List<TwoWay.SetAccuracy> sets = TwoWay.accuracy(choices);
        return new DatasetView(
                headline(report, sets),
                sentences(report, sets),
                sets.stream().map(DatasetView::row).toList(),
                tests(choices, sets),
                TwoWay.byLabelArea(choices).stream().map(DatasetView::row).toList(),
                weakest(TwoWay.accuracy(choices, TwoWay.Choice::attack)),
                weakest(TwoWay.accuracy(choices, TwoWay.Choice::object)),
                IntStream.range(0, worst.size())
                        .mapToObj(i -> new Worst(
                                worst.get(i),
                                thumbnails.of(i),
                                Numbers.signed(worst.get(i).margin())))
                        .toList(),
                report.record());
    }

    private static String headline(DatasetReport report, List<TwoWay.SetAccuracy> sets) {
        TwoWay.SetAccuracy best = sets.stream()
                .max(Comparator.comparingDouble(set -> set.accuracy().share()))
                .orElseThrow();
        TwoWay.SetAccuracy worst = sets.stream()
                .min(Comparator.comparingDouble(set -> set.accuracy().share()))
                .orElseThrow();
        String of = twoWay(report)
                ? "The model names the object rather than the written word in "
                : "The model names the object, out of all labels and attack words, in ";
        return best.equals(worst)
                ? of + Rates.rate(best.accuracy()) + " of the pictures."
                : of + Rates.rate(best.accuracy()) + " of " + Texts.brief(best.set()) + ", and in "
                        + Rates.rate(worst.accuracy()) + " of " + Texts.brief(worst.set()) + ".";
    }

    private static List<String> sentences(DatasetReport report, List<TwoWay.SetAccuracy> sets) {
        return List.of(
                Numbers.count(report.choices().size(), "picture", "pictures") + " of " + Texts.full(report.name())
                        + " in " + Numbers.count(sets.size(), "set", "sets")
                        + (twoWay(report)
                                ? "; on each the model chose between two texts only, what is shown and what is"
                                        + " written, so that guessing is right half of the time."
                                : "; on each the model chose among all labels and attack words of the data set."),
                (report.protocol().name().isEmpty()
                                ? "Scored with the prompts "
                                : "Scored by the protocol " + report.protocol().name() + " ("
                                        + report.protocol().source() + "), prompts ")
                        + report.protocol().templates().name() + ".");
    }

    private static boolean twoWay(DatasetReport report) {
        return report.protocol().scoring() == DatasetProtocol.Scoring.TWO_WAY;
    }

    private static Row row(TwoWay.SetAccuracy set) {
        return new Row(
                set.set().isEmpty() ? "(all)" : set.set(),
                new Share(set.accuracy()),
                Numbers.count(set.accuracy().trials()),
                Numbers.signed(set.meanMargin()));
    }

    private static List<Row> weakest(List<TwoWay.SetAccuracy> groups) {
        return groups.stream()
                .sorted(Comparator.comparingDouble(
                                (TwoWay.SetAccuracy group) -> group.accuracy().high())
                        .thenComparingDouble(TwoWay.SetAccuracy::meanMargin))
                .limit(ROWS)
                .map(DatasetView::row)
                .toList();
    }

    private static List<Test> tests(List<TwoWay.Choice> choices, List<TwoWay.SetAccuracy> sets) {
        List<Test> tests = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            for (int j = i + 1; j < sets.size(); j++) {
                McNemar test =
                        TwoWay.compare(choices, sets.get(i).set(), sets.get(j).set());
                tests.add(new Test(
                        sets.get(i).set(),
                        sets.get(j).set(),
                        Numbers.count(test.onlyFirst()),
                        Numbers.count(test.onlySecond()),
                        Numbers.probability(test.p())));
            }
        }
        return tests;
    }
}
