package org.clipprobe.attack.outcome;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.clipprobe.attack.Control;
import org.clipprobe.statistic.ClusteredTrials;

/** Counts what attacks and their controls did, pair by pair. */
public final class ControlTally {
    private static final int ATTACK = 0;
    private static final List<Control> KINDS = List.of(Control.values());

    private final ClusteredTrials success = new ClusteredTrials(1 + KINDS.size());
    private final ClusteredTrials broken = new ClusteredTrials(1 + KINDS.size());
    private final Map<Control, double[]> covers = new EnumMap<>(Control.class);

    public void add(Trial trial) {
        double[] succeeded = new double[1 + KINDS.size()];
        double[] broke = new double[1 + KINDS.size()];
        succeeded[ATTACK] = trial.outcome() == Outcome.CHANGED_TO_TARGET ? 1 : 0;
        broke[ATTACK] = trial.broken() ? 1 : 0;
        for (Controlled controlled : trial.controls()) {
            int column = column(controlled.control());
            succeeded[column] = trial.outcome(controlled.after()) == Outcome.CHANGED_TO_TARGET ? 1 : 0;
            broke[column] = trial.broken(controlled.after()) ? 1 : 0;
            double[] cover = covers.computeIfAbsent(controlled.control(), kind -> new double[3]);
            cover[0] += controlled.coverShare();
            cover[1]++;
            cover[2] += controlled.standsIn() ? 1 : 0;
        }
        String text = trial.attack().text();
        success.add(trial.source(), trial.cluster(), text, 1, succeeded);
        broken.add(trial.source(), trial.cluster(), text, trial.rightBefore() ? 1 : 0, broke);
    }

    private static int column(Control kind) {
        return 1 + KINDS.indexOf(kind);
    }

    public ClusteredTrials trials() {
        return success;
    }

    public Proportion success() {
        return proportion(success, ATTACK);
    }

    public Proportion broken() {
        return proportion(broken, ATTACK);
    }

    public List<Contrast> contrasts() {
        List<Contrast> contrasts = new ArrayList<>();
        covers.forEach((kind, cover) -> {
            int column = column(kind);
            contrasts.add(new Contrast(
                    kind,
                    proportion(success, column),
                    success.difference(ATTACK, column),
                    proportion(broken, column),
                    broken.difference(ATTACK, column),
                    cover[0] / cover[1],
                    (long) cover[2]));
        });
        return contrasts;
    }

    public static Proportion proportion(ClusteredTrials trials, int measurement) {
        return Proportion.of(trials.sum(measurement), trials.trials(), trials.rate(measurement));
    }
}
