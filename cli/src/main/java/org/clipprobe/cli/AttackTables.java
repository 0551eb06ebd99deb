package org.clipprobe.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.clipprobe.attack.Control;
import org.clipprobe.attack.Protocol;
import org.clipprobe.attack.outcome.Breakdown;
import org.clipprobe.attack.outcome.Controlled;
import org.clipprobe.attack.outcome.Dimension;
import org.clipprobe.attack.outcome.Guess;
import org.clipprobe.attack.outcome.Outcome;
import org.clipprobe.attack.outcome.Summary;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.run.RunFolder;
import org.clipprobe.run.RunTable;

/** The tables of an attack run: every trial, and the summary by each thing that varied. */
final class AttackTables implements AutoCloseable {
    private final RunFolder folder;
    private final RunTable trials;
    private final RunTable controls;

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
        this.controls = folder.table(
                "controls.csv",
                List.of(
                        "picture",
                        "class",
                        "variant",
                        "text",
                        "target",
                        "control",
                        "written",
                        "stands for an anagram",
                        "cover (share of pixels)",
                        "after",
                        "outcome",
                        "right made wrong"));
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
            for (Controlled controlled : trial.controls()) {
                controls.row(
                        trial.picture(),
                        trial.trueClass(),
                        trial.variant(),
                        trial.attack().text(),
                        trial.attack().target(),
                        controlled.control().label(),
                        controlled.text(),
                        controlled.standsIn(),
                        controlled.coverShare(),
                        controlled.after().first(),
                        trial.outcome(controlled.after()).name().toLowerCase(Locale.ROOT),
                        trial.broken(controlled.after()));
            }
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
        List<String> header = new ArrayList<>(summaryHeader(name));
        for (Control control : Control.values()) {
            String label = control.label();
            header.add(label + ": success");
            header.add(label + ": success of the attack minus this");
            header.add(label + ": difference (low, 95 %)");
            header.add(label + ": difference (high, 95 %)");
            header.add(label + ": right made wrong");
            header.add(label + ": right made wrong by the attack minus this");
            header.add(label + ": difference of wrong (low, 95 %)");
            header.add(label + ": difference of wrong (high, 95 %)");
        }
        return header;
    }

    private static List<Object> contrast(Summary summary, Control control) {
        return summary.contrast(control)
                .map(found -> List.<Object>of(
                        found.success().share(),
                        found.moreSuccess().value(),
                        found.moreSuccess().low(),
                        found.moreSuccess().high(),
                        found.broken().share(),
                        found.moreBroken().value(),
                        found.moreBroken().low(),
                        found.moreBroken().high()))
                .orElse(Collections.nCopies(8, Double.NaN));
    }

    private static List<String> summaryHeader(String name) {
        return List.of(
                name,
                "trials",
                "pictures",
                "cover (%)",
                "letters (px, mean)",
                "success",
                "success (low, 95 %)",
                "success (high, 95 %)",
                "right made wrong",
                "right made wrong (low, 95 %)",
                "right made wrong (high, 95 %)",
                "right before (trials)",
                "intervals hold",
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
        List<Object> cells = new ArrayList<>(List.of(
                group.key(),
                summary.trials(),
                summary.pictures(),
                100 * summary.meanCover(),
                summary.meanLetters(),
                summary.success().share(),
                summary.success().low(),
                summary.success().high(),
                summary.broken().share(),
                summary.broken().low(),
                summary.broken().high(),
                summary.broken().trials(),
                summary.scope().words("for new words and classes"),
                summary.outcomes().getOrDefault(Outcome.CHANGED_TO_TARGET, 0L),
                summary.outcomes().getOrDefault(Outcome.TARGET_ALREADY, 0L),
                summary.outcomes().getOrDefault(Outcome.CHANGED_AWAY, 0L),
                summary.outcomes().getOrDefault(Outcome.UNCHANGED, 0L),
                summary.accuracyBefore().share(),
                summary.accuracyAfter().share(),
                summary.accuracyChange().p(),
                summary.meanMarginShift(),
                summary.meanTargetRankBefore(),
                summary.meanTargetRankAfter()));
        for (Control control : Control.values()) {
            cells.addAll(contrast(summary, control));
        }
        table.row(cells.toArray());
    }

    @Override
    public void close() throws IOException {
        trials.close();
        controls.close();
    }
}
