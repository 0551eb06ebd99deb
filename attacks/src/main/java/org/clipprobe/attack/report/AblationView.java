package org.clipprobe.attack.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.attack.defence.AblationResult;
import org.clipprobe.attack.defence.Judgement;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.run.RunRecord;
import org.clipprobe.statistic.Estimate;

/**
 * What the page of an ablation study shows.
 *
 * @param headline the verdict
 * @param sentences what it rests on
 * @param curves charts and tables, for units and for heads
 * @param blocks ablated as a whole
 * @param rankings the strongest candidates
 * @param record provenance
 */
record AblationView(
        String headline,
        List<String> sentences,
        List<Curve> curves,
        List<Row> blocks,
        List<Ranking> rankings,
        RunRecord record) {
    private static final int NAMED = 12;

    /** One kind of parts. */
    record Curve(String name, List<Chart> charts, List<Row> rows) {}

    /** A row of a table: what was ablated, and what followed. */
    record Row(String name, String success, String beyond, String drop, String clean, String cleanLoss) {}

    /** The strongest candidates for a text. */
    record Ranking(String kind, String text, List<AblationResult.Scored> parts) {}

    static AblationView of(AblationReport report) {
        AblationResult result = report.result();
        List<Row> blocks = new ArrayList<>();
        result.whole().forEach(group -> blocks.add(row(group.name() + " (" + group.size() + ")", group.zero())));
        result.blocks().forEach(group -> blocks.add(row(group.name() + " (" + group.size() + ")", group.zero())));
        List<Ranking> rankings = new ArrayList<>();
        for (AblationResult.Curve curve : result.curves()) {
            curve.ranking()
                    .forEach((text, parts) -> rankings.add(new Ranking(
                            curve.kind().label(),
                            text,
                            parts.stream().limit(NAMED).toList())));
        }
        return new AblationView(
                result.verdict().words(),
                sentences(result),
                result.curves().stream().map(curve -> curve(result, curve)).toList(),
                blocks,
                rankings,
                report.record());
    }

    private static List<String> sentences(AblationResult result) {
        Judgement before = result.before();
        List<String> sentences = new ArrayList<>();
        sentences.add("The unchanged model's answer becomes the written word in " + Rates.rate(before.success())
                + " of " + Numbers.count(before.cases(), "attack", "attacks") + ", and in "
                + Rates.rate(before.anagram()) + " with the letters shuffled: " + Rates.points(before.beyondAnagram())
                + " points are the meaning's. It is right about " + Rates.rate(before.clean())
                + " of the clean pictures.");
        sentences.add("Candidates and sizes were chosen on " + Numbers.count(result.choosing(), "attack", "attacks")
                + "; everything else on this page was judged on the others, which share no source with them.");
        sentences.add("Intervals hold " + before.scope().words("for new words and classes of this kind")
                + ", on new pictures.");
        return sentences;
    }

    private static Curve curve(AblationResult result, AblationResult.Curve curve) {
        String name = curve.kind().label();
        List<String> labels = new ArrayList<>(List.of("0"));
        List<Row> rows = new ArrayList<>();
        curve.steps().forEach(step -> {
            labels.add(Integer.toString(step.size()));
            rows.add(row(step.size() + " strongest, to zero", step.zero()));
            rows.add(row(step.size() + " strongest, to their means", step.mean()));
            rows.add(row(step.size() + " at random", step.random()));
            step.alike().ifPresent(chance -> rows.add(row(step.size() + " as active", chance)));
            step.pictureOnly().ifPresent(only -> rows.add(row(step.size() + " picture-only", only)));
        });
        return new Curve(
                name,
                List.of(
                        Chart.ofMarks(
                                "Success beyond the anagram",
                                name + " ablated",
                                labels,
                                List.of(
                                        beyond("strongest, to zero", "word", result, curve, true),
                                        beyond("strongest, to their means", "colour", result, curve, false),
                                        random(result, curve))),
                        Chart.of(
                                "Right about clean pictures",
                                name + " ablated",
                                labels,
                                List.of(
                                        clean("strongest, to zero", "word", result, curve, true),
                                        clean("strongest, to their means", "colour", result, curve, false)))),
                rows);
    }

    private static Chart.Marks beyond(
            String name, String kind, AblationResult result, AblationResult.Curve curve, boolean zero) {
        List<Chart.Mark> marks = new ArrayList<>(List.of(mark(result.before().beyondAnagram())));
        curve.steps()
                .forEach(step -> marks.add(
                        mark((zero ? step.zero() : step.mean()).after().beyondAnagram())));
        return new Chart.Marks(name, kind, marks);
    }

    private static Chart.Mark mark(Estimate estimate) {
        return new Chart.Mark(estimate.value(), estimate.low(), estimate.high(), Rates.points(estimate) + " points");
    }

    private static Chart.Marks random(AblationResult result, AblationResult.Curve curve) {
        List<Chart.Mark> marks = new ArrayList<>(List.of(mark(result.before().beyondAnagram())));
        curve.steps().forEach(step -> {
            AblationResult.Chance chance = step.random();
            marks.add(new Chart.Mark(chance.beyond(), chance.low(), chance.high(), points(chance)));
        });
        return new Chart.Marks("at random", "drawn", marks);
    }

    private static String points(AblationResult.Chance chance) {
        return Numbers.signed(100 * chance.beyond()) + " points, " + Numbers.signed(100 * chance.low()) + " to "
                + Numbers.signed(100 * chance.high()) + " over " + Numbers.count(chance.draws(), "draw", "draws");
    }

    private static Chart.Values clean(
            String name, String kind, AblationResult result, AblationResult.Curve curve, boolean zero) {
        List<Proportion> shares = new ArrayList<>(List.of(result.before().clean()));
        curve.steps()
                .forEach(step ->
                        shares.add((zero ? step.zero() : step.mean()).after().clean()));
        return new Chart.Values(name, kind, shares);
    }

    private static Row row(String name, AblationResult.Ablated ablated) {
        return new Row(
                name,
                Rates.rate(ablated.after().success()),
                Rates.points(ablated.after().beyondAnagram()),
                Rates.points(ablated.effect().drop()),
                Rates.rate(ablated.after().clean()),
                Rates.points(ablated.effect().cleanLoss()));
    }

    private static Row row(String name, AblationResult.Chance chance) {
        return new Row(name, "–", points(chance), "–", Numbers.percent(Math.rint(1000 * chance.clean()) / 1000), "–");
    }

    /** What candidates of a kind are ranked by, in words. */
    String score(Ranking ranking) {
        return Optional.of(ranking.kind())
                .filter(kind -> kind.equals("heads"))
                .map(kind -> "share of the attention that lies on the text")
                .orElse("response to the text, in standard deviations");
    }
}
