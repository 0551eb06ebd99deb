package org.clipprobe.attack.outcome;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.clipprobe.statistic.ClusteredTrials;

/** Counts trials without keeping them. */
final class Tally {
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Set<String> pictures = new HashSet<>();
    private final ControlTally controls = new ControlTally();
    private final ClusteredTrials before = new ClusteredTrials(1);
    private final ClusteredTrials after = new ClusteredTrials(1);
    private final McNemar.Pairs change = new McNemar.Pairs();
    private long trials;
    private double cover;
    private double letters;
    private double marginShift;
    private long withTruth;
    private double rankBefore;
    private double rankAfter;
    private long withTarget;

    Tally() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, 0L);
        }
    }

    void add(Trial trial) {
        trials++;
        boolean first = pictures.add(trial.picture());
        outcomes.merge(trial.outcome(), 1L, Long::sum);
        controls.add(trial);
        if (trial.labelled()) {
            accuracy(trial, first);
        }
        cover += trial.coverShare();
        letters += trial.drawnSize();
        if (trial.before().truth().rank() > 0) {
            withTruth++;
            marginShift +=
                    trial.after().truth().margin() - trial.before().truth().margin();
        }
        if (trial.before().target().rank() > 0) {
            withTarget++;
            rankBefore += trial.before().target().rank();
            rankAfter += trial.after().target().rank();
        }
    }

    private void accuracy(Trial trial, boolean first) {
        boolean right = trial.after().truth().first();
        if (first) {
            before.add(trial.source(), trial.trueClass(), "", 1, trial.rightBefore() ? 1 : 0);
        }
        after.add(trial.source(), trial.trueClass(), trial.attack().text(), 1, right ? 1 : 0);
        change.add(trial.source(), trial.trueClass(), trial.rightBefore(), right);
    }

    Summary summary() {
        return new Summary(
                trials,
                pictures.size(),
                outcomes,
                controls.success(),
                controls.broken(),
                controls.contrasts(),
                controls.trials().scope(),
                ControlTally.proportion(before, 0),
                ControlTally.proportion(after, 0),
                change.test(),
                cover / trials,
                letters / trials,
                marginShift / withTruth,
                rankBefore / withTarget,
                rankAfter / withTarget);
    }
}
