package org.clipprobe.attack.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.clipprobe.attack.defence.DefenceResult;
import org.clipprobe.attack.defence.Judgement;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.model.Unit;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.run.RunRecord;

/**
 * What the page of a repair shows.
 *
 * @param headline the answer in a sentence
 * @param sentences what it rests on
 * @param rows the unchanged model and every way
 * @param ablated by way, what it sets to zero
 * @param saved whether a repaired model was written
 * @param record provenance
 */
record DefenceView(
        String headline,
        List<String> sentences,
        List<Row> rows,
        List<Ablated> ablated,
        boolean saved,
        RunRecord record) {
    private static final int NAMED = 40;

    /** A row of the table of rivals. */
    record Row(
            String name,
            String note,
            String success,
            String beyond,
            String drop,
            String clean,
            String cleanLoss,
            String reading) {}

    /** What a way sets to zero. */
    record Ablated(String name, String parts) {}

    static DefenceView of(DefenceReport report) {
        DefenceResult result = report.result();
        List<Row> rows = new ArrayList<>();
        rows.add(row("unchanged", "", result.before(), result.reading(), "–", "–"));
        List<Ablated> ablated = new ArrayList<>();
        for (DefenceResult.Rival rival : result.rivals()) {
            rows.add(row(
                    rival.name(),
                    rival.note(),
                    rival.after(),
                    rival.reading(),
                    Rates.points(rival.effect().drop()),
                    Rates.points(rival.effect().cleanLoss())));
            if (!rival.parts().isEmpty()) {
                ablated.add(new Ablated(
                        rival.name(),
                        rival.parts().stream().limit(NAMED).map(Unit::toString).collect(Collectors.joining(", "))
                                + (rival.parts().size() > NAMED ? " …" : "")));
            }
        }
        return new DefenceView(
                result.words(),
                sentences(result),
                rows,
                ablated,
                result.repair().isPresent(),
                report.record());
    }

    private static Row row(
            String name, String note, Judgement after, Proportion reading, String drop, String cleanLoss) {
        return new Row(
                name,
                note,
                Rates.rate(after.success()),
                Rates.points(after.beyondAnagram()),
                drop,
                Rates.rate(after.clean()),
                cleanLoss,
                Rates.rate(reading));
    }

    private static List<String> sentences(DefenceResult result) {
        List<String> sentences = new ArrayList<>();
        Judgement before = result.before();
        if (result.choosing() > 0) {
            sentences.add("Repairs were chosen on " + Numbers.count(result.choosing(), "attack", "attacks")
                    + " and judged, like all rivals, on " + Numbers.count(before.cases(), "other", "others")
                    + ", which share no source with them.");
        } else {
            sentences.add(
                    "Both models were judged on the same " + Numbers.count(before.cases(), "attack", "attacks") + ".");
        }
        sentences.add("Words alone are what reading costs: "
                + Numbers.count(result.reading().trials(), "class name", "class names")
                + " drawn as the whole picture, each once.");
        sentences.add("Intervals hold " + before.scope().words("for new words and classes of this kind")
                + ", on new pictures.");
        return sentences;
    }
}
