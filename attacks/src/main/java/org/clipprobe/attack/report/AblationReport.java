package org.clipprobe.attack.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.clipprobe.attack.defence.AblationResult;
import org.clipprobe.attack.defence.Judgement;
import org.clipprobe.report.page.Texts;
import org.clipprobe.report.page.Thumbnails;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunRecord;
import org.clipprobe.run.RunTable;

/**
 * The page and the tables of an ablation study.
 *
 * @param result the study's
 * @param record where the numbers come from
 */
public record AblationReport(AblationResult result, RunRecord record) {
    private static final List<String> HEADER = List.of(
            "kind",
            "ablated",
            "set",
            "draws",
            "cases",
            "success",
            "success_low",
            "success_high",
            "anagram",
            "beyond_anagram",
            "beyond_anagram_low",
            "beyond_anagram_high",
            "beyond_blank",
            "clean_accuracy",
            "clean_accuracy_low",
            "clean_accuracy_high",
            "accuracy_under_attack",
            "drop",
            "drop_low",
            "drop_high",
            "clean_loss",
            "clean_loss_low",
            "clean_loss_high",
            "clean_change_p");

    /** Writes {@value AttackReport#PAGE}, {@code ablation.csv}, {@code blocks.csv} and {@code candidates.csv}. */
    public void write(RunFolder folder) throws IOException {
        try (RunTable table = folder.table("ablation.csv", HEADER)) {
            unchanged(table);
            for (AblationResult.Curve curve : result.curves()) {
                for (AblationResult.Step step : curve.steps()) {
                    write(table, curve.kind().label(), step);
                }
            }
        }
        try (RunTable table = folder.table("blocks.csv", HEADER)) {
            for (AblationResult.Group group : result.whole()) {
                row(table, group.name(), group.size(), "all", group.zero());
            }
            for (AblationResult.Group group : result.blocks()) {
                row(table, group.name(), group.size(), "block", group.zero());
            }
        }
        try (RunTable table = folder.table("candidates.csv", List.of("kind", "text", "rank", "unit", "score"))) {
            for (AblationResult.Curve curve : result.curves()) {
                for (Map.Entry<String, List<AblationResult.Scored>> text :
                        curve.ranking().entrySet()) {
                    int rank = 1;
                    for (AblationResult.Scored scored : text.getValue()) {
                        String unit = scored.part().toString();
                        table.row(curve.kind().label(), text.getKey(), rank++, unit, scored.score());
                    }
                }
            }
        }
        Pages.write(
                folder,
                "Who carries the attack: " + Texts.brief(record.model()),
                "ablation.jte",
                AblationView.of(this),
                new Thumbnails(List.of()));
    }

    private void unchanged(RunTable table) throws IOException {
        Judgement before = result.before();
        table.row(
                "",
                0,
                "unchanged",
                "",
                before.cases(),
                before.success().share(),
                before.success().low(),
                before.success().high(),
                before.anagram().share(),
                before.beyondAnagram().value(),
                before.beyondAnagram().low(),
                before.beyondAnagram().high(),
                before.beyondBlank().value(),
                before.clean().share(),
                before.clean().low(),
                before.clean().high(),
                before.attacked().share(),
                "",
                "",
                "",
                "",
                "",
                "",
                "");
    }

    private static void write(RunTable table, String kind, AblationResult.Step step) throws IOException {
        row(table, kind, step.size(), "strongest to zero", step.zero());
        row(table, kind, step.size(), "strongest to mean", step.mean());
        chance(table, kind, step.size(), "random", step.random());
        if (step.alike().isPresent()) {
            chance(
                    table,
                    kind,
                    step.size(),
                    "same mean activation",
                    step.alike().get());
        }
        if (step.pictureOnly().isPresent()) {
            row(table, kind, step.size(), "picture-only", step.pictureOnly().get());
        }
    }

    private static void row(RunTable table, String kind, int size, String set, AblationResult.Ablated ablated)
            throws IOException {
        Judgement after = ablated.after();
        Judgement.Effect effect = ablated.effect();
        table.row(
                kind,
                size,
                set,
                "",
                after.cases(),
                after.success().share(),
                after.success().low(),
                after.success().high(),
                after.anagram().share(),
                after.beyondAnagram().value(),
                after.beyondAnagram().low(),
                after.beyondAnagram().high(),
                after.beyondBlank().value(),
                after.clean().share(),
                after.clean().low(),
                after.clean().high(),
                after.attacked().share(),
                effect.drop().value(),
                effect.drop().low(),
                effect.drop().high(),
                effect.cleanLoss().value(),
                effect.cleanLoss().low(),
                effect.cleanLoss().high(),
                effect.cleanP());
    }

    /** The range of beyond_anagram is that of the draws. */
    private static void chance(RunTable table, String kind, int size, String set, AblationResult.Chance chance)
            throws IOException {
        table.row(
                kind,
                size,
                set,
                chance.draws(),
                "",
                "",
                "",
                "",
                "",
                chance.beyond(),
                chance.low(),
                chance.high(),
                "",
                chance.clean(),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "");
    }
}
