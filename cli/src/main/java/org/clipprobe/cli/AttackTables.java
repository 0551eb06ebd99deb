package org.clipprobe.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.run.Breakdown;
import org.clipprobe.attack.run.Dimension;
import org.clipprobe.attack.run.Guess;
import org.clipprobe.attack.run.Outcome;
import org.clipprobe.attack.run.Summary;
import org.clipprobe.attack.run.Trial;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/** The tables of an attack run: every trial, and the summary by each thing that varied. */
final class AttackTables implements AutoCloseable {
    private final RunFolder folder;
    private final RunTable trials;

    AttackTables(RunFolder folder) throws IOException {
        this.folder = folder;
        this.trials = folder.table(
                "trials.csv",
                List.of(
                        "picture",
                        "class",
                        "variant",
                        "text",
                        "target",
                        "typeface",
                        "letters (px)",
                        "colour",
                        "opacity",
                        "place",
                        "cover (share of pixels)",
                        "before",
                        "probability before",
                        "after",
                        "probability after",
                        "rank of target before",
                        "rank of target after",
                        "outcome"));
    }

    void accept(Trial trial) {
        Guess before = trial.before().top().get(0);
        Guess after = trial.after().top().get(0);
        try {
            trials.row(
                    trial.picture(),
                    trial.trueClass(),
                    trial.variant(),
                    trial.attack().text(),
                    trial.attack().target(),
                    trial.attack().typeface(),
                    trial.drawnSize(),
                    trial.attack().colour(),
                    trial.attack().opacity(),
                    trial.attack().place(),
                    trial.coverShare(),
                    before.name(),
                    before.probability(),
                    after.name(),
                    after.probability(),
                    trial.before().target().rank(),
                    trial.after().target().rank(),
                    trial.outcome().name().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code by-text.csv} and the like, and the protocol as JSON. */
    void write(Breakdown breakdown, Protocol protocol) throws IOException {
        for (Dimension dimension : Dimension.values()) {
            String name = dimension.name().toLowerCase(Locale.ROOT);
            try (RunTable table = folder.table("by-" + name + ".csv", header(name))) {
                for (Breakdown.Group group : breakdown.by(dimension)) {
                    row(table, group);
                }
            }
        }
        folder.write(
                "protocol.json", out -> out.write(protocol.json().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static List<String> header(String name) {
        return List.of(
                name,
                "trials",
                "pictures",
                "cover (%)",
                "letters (px, mean)",
                "success",
                "success (low, 95 %)",
                "success (high, 95 %)",
                "changed to target",
                "target already",
                "changed away",
                "unchanged",
                "accuracy before",
                "accuracy after",
                "accuracy change (McNemar p)",
                "margin shift (logits)",
                "target rank before (mean)",
                "target rank after (mean)");
    }

    private static void row(RunTable table, Breakdown.Group group) throws IOException {
        Summary summary = group.summary();
        table.row(
                group.key(),
                summary.trials(),
                summary.pictures(),
                100 * summary.meanCover(),
                summary.meanLetters(),
                summary.success().share(),
                summary.success().low(),
                summary.success().high(),
                summary.outcomes().getOrDefault(Outcome.CHANGED_TO_TARGET, 0L),
                summary.outcomes().getOrDefault(Outcome.TARGET_ALREADY, 0L),
                summary.outcomes().getOrDefault(Outcome.CHANGED_AWAY, 0L),
                summary.outcomes().getOrDefault(Outcome.UNCHANGED, 0L),
                summary.accuracyBefore().share(),
                summary.accuracyAfter().share(),
                summary.accuracyChange().p(),
                summary.meanMarginShift(),
                summary.meanTargetRankBefore(),
                summary.meanTargetRankAfter());
    }

    @Override
    public void close() throws IOException {
        trials.close();
    }
}
