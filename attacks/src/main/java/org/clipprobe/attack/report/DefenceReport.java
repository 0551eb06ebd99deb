package org.clipprobe.attack.report;

import java.io.IOException;
import java.util.List;
import org.clipprobe.attack.defence.DefenceResult;
import org.clipprobe.attack.defence.Judgement;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.model.Unit;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.RunTable;
import org.clipprobe.statistic.Estimate;

/**
 * The page and the tables of repairs and their rivals, or of one model against another.
 *
 * @param result the study's
 * @param record where the numbers come from
 */
public record DefenceReport(DefenceResult result, RunRecord record) {
    private static final List<String> HEADER = List.of(
            "way",
            "note",
            "cases",
            "success",
            "success_low",
            "success_high",
            "anagram",
            "beyond_anagram",
            "beyond_anagram_low",
            "beyond_anagram_high",
            "clean_accuracy",
            "clean_accuracy_low",
            "clean_accuracy_high",
            "accuracy_under_attack",
            "reading",
            "reading_low",
            "reading_high",
            "drop",
            "drop_low",
            "drop_high",
            "clean_loss",
            "clean_loss_low",
            "clean_loss_high",
            "clean_change_p");

    /** Writes {@value AttackReport#PAGE}, {@code rivals.csv} and {@code ablated.csv}. */
    public void write(RunFolder folder) throws IOException {
        try (RunTable table = folder.table("rivals.csv", HEADER)) {
            Estimate none = Estimate.NONE;
            row(
                    table,
                    "unchanged",
                    "",
                    result.before(),
                    result.reading(),
                    new Judgement.Effect(none, none, none, Double.NaN));
            for (DefenceResult.Rival rival : result.rivals()) {
                row(table, rival.name(), rival.note(), rival.after(), rival.reading(), rival.effect());
            }
        }
        try (RunTable table = folder.table("ablated.csv", List.of("way", "unit"))) {
            for (DefenceResult.Rival rival : result.rivals()) {
                for (Unit part : rival.parts()) {
                    table.row(rival.name(), part.toString());
                }
            }
        }
        Pages.write(
                folder,
                "Repair of " + Texts.brief(record.model()),
                "defence.jte",
                DefenceView.of(this),
                new Thumbnails(List.of()));
    }

    private static void row(
            RunTable table, String way, String note, Judgement after, Proportion reading, Judgement.Effect effect)
            throws IOException {
        table.row(
                way,
                note,
                after.cases(),
                after.success().share(),
                after.success().low(),
                after.success().high(),
                after.anagram().share(),
                after.beyondAnagram().value(),
                after.beyondAnagram().low(),
                after.beyondAnagram().high(),
                after.clean().share(),
                after.clean().low(),
                after.clean().high(),
                after.attacked().share(),
                reading.share(),
                reading.low(),
                reading.high(),
                effect.drop().value(),
                effect.drop().low(),
                effect.drop().high(),
                effect.cleanLoss().value(),
                effect.cleanLoss().low(),
                effect.cleanLoss().high(),
                effect.cleanP());
    }
}
