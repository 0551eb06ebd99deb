package org.clipprobe.attack.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.clipprobe.attack.run.Stroop;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Thumbnails;
import org.clipprobe.run.RunRecord;

/**
 * What the page of a Stroop test shows.
 *
 * @param headline the answer in one sentence
 * @param sentences what it rests on
 * @param kinds the answers to each kind of prompt
 * @param cards some of the cards
 * @param rows every size and area
 */
record StroopView(
        String headline,
        List<String> sentences,
        List<Kind> kinds,
        List<Shown> cards,
        List<Stroop.Row> rows,
        RunRecord record) {
    /**
     * One kind of prompt.
     *
     * @param prompt an example of it
     */
    record Kind(String name, String prompt, String word, String colour, List<Chart> charts) {}

    /** A card with what it is. */
    record Shown(String words, Optional<String> picture) {}

    static StroopView of(StroopReport report, List<Stroop.Card> cards, Thumbnails thumbnails) {
        List<Stroop.Row> rows = report.rows();
        List<Stroop.Row> totals = kinds(rows).stream()
                .map(kind ->
                        Stroop.Row.sum(kind, 0, 0, of(rows, row -> row.prompts().equals(kind))))
                .toList();
        return new StroopView(
                headline(totals),
                sentences(rows, totals),
                totals.stream().map(total -> kind(total, rows)).toList(),
                IntStream.range(0, cards.size())
                        .mapToObj(i -> new Shown(
                                Numbers.percent(cards.get(i).size()) + " high, "
                                        + Numbers.percent(cards.get(i).area()) + " colour",
                                thumbnails.of(i)))
                        .toList(),
                rows,
                report.record());
    }

    private static List<String> kinds(List<Stroop.Row> rows) {
        return rows.stream().map(Stroop.Row::prompts).distinct().toList();
    }

    private static List<Stroop.Row> of(List<Stroop.Row> rows, Predicate<Stroop.Row> which) {
        return rows.stream().filter(which).toList();
    }

    private static String headline(List<Stroop.Row> totals) {
        Stroop.Row first = totals.get(0);
        boolean word = first.word().low() > first.colour().high();
        boolean colour = first.colour().low() > first.word().high();
        return (word ? "The word wins" : colour ? "The colour wins" : "Neither word nor colour wins") + ": "
                + first.prompts() + ", the model names the word on " + Rates.rate(first.word())
                + " of the cards and the colour on " + Rates.rate(first.colour()) + ".";
    }

    private static List<String> sentences(List<Stroop.Row> rows, List<Stroop.Row> totals) {
        List<String> sentences = new ArrayList<>();
        sentences.add(Numbers.count(totals.get(0).word().trials(), "card", "cards")
                + ", each with the name of a colour and another colour, in "
                + Numbers.count(rows.stream().map(Stroop.Row::size).distinct().count(), "size", "sizes")
                + " of letters and "
                + Numbers.count(rows.stream().map(Stroop.Row::area).distinct().count(), "area", "areas")
                + " of colour. With no area of colour the letters themselves are coloured.");
        int colours = Stroop.usualColours().size();
        sentences.add(
                "A model that saw nothing would name the word on " + Numbers.percent(Math.rint(1000.0 / colours) / 1000)
                        + " of the cards, and the colour as often: one of " + colours + " colours.");
        totals.stream()
                .skip(1)
                .forEach(total -> sentences.add("When it is " + total.prompts() + ", the model names the word on "
                        + Rates.rate(total.word()) + " and the colour on " + Rates.rate(total.colour()) + "."));
        return sentences;
    }

    private static Kind kind(Stroop.Row total, List<Stroop.Row> all) {
        List<Stroop.Row> rows = of(all, row -> row.prompts().equals(total.prompts()));
        return new Kind(
                total.prompts(),
                Optional.ofNullable(Stroop.usualPrompts().get(total.prompts()))
                        .map(templates -> templates.prompts("X").get(0))
                        .orElse(""),
                Rates.rate(total.word()),
                Rates.rate(total.colour()),
                List.of(
                        chart("By height of the letters", "share of the card's height", rows, Stroop.Row::size),
                        chart(
                                "By area of colour",
                                "share of the card; 0 % is coloured letters",
                                rows,
                                Stroop.Row::area)));
    }

    private static Chart chart(String title, String axis, List<Stroop.Row> rows, ToDoubleFunction<Stroop.Row> by) {
        List<Double> values = rows.stream()
                .map(row -> by.applyAsDouble(row))
                .distinct()
                .sorted()
                .toList();
        List<Stroop.Row> sums = values.stream()
                .map(value -> Stroop.Row.sum(title, 0, 0, of(rows, row -> by.applyAsDouble(row) == value)))
                .toList();
        return Chart.of(
                title,
                axis,
                values.stream().map(Numbers::percent).toList(),
                List.of(
                        new Chart.Values(
                                "names the word",
                                "word",
                                sums.stream().map(Stroop.Row::word).toList()),
                        new Chart.Values(
                                "names the colour",
                                "colour",
                                sums.stream().map(Stroop.Row::colour).toList())));
    }
}
