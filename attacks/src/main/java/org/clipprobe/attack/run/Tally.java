package org.clipprobe.attack.run;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts trials without keeping them. */
final class Tally {
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Set<String> pictures = new HashSet<>();
    private long trials;
    private long rightBefore;
    private long rightAfter;
    private long onlyBefore;
    private long onlyAfter;
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
        boolean before = trial.before().truth().first();
        boolean after = trial.after().truth().first();
        rightBefore += first && before ? 1 : 0;
        rightAfter += after ? 1 : 0;
        onlyBefore += before && !after ? 1 : 0;
        onlyAfter += after && !before ? 1 : 0;
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

    Summary summary() {
        return new Summary(
                trials,
                pictures.size(),
                outcomes,
                new Proportion(outcomes.get(Outcome.CHANGED_TO_TARGET), trials),
                new Proportion(rightBefore, pictures.size()),
                new Proportion(rightAfter, trials),
                new McNemar(onlyBefore, onlyAfter),
                cover / trials,
                letters / trials,
                marginShift / withTruth,
                rankBefore / withTarget,
                rankAfter / withTarget);
    }
}
