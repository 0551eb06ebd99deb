package org.clipprobe.cli.argument;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.Capture;
import org.clipprobe.model.Captures;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.Tower;
import picocli.CommandLine.Option;

/** Which hook points are looked at, and how positions become one value. */
public final class HookArguments {
    /** How positions become one value. */
    enum Pool {
        AUTO,
        TOKEN,
        MAX,
        MEAN,
        NONE
    }

    @Option(
            names = "--at",
            paramLabel = "HOOK",
            split = ",",
            description = "Hook points, '*' stands for anything: vision.*.mlp, vision.3.resid. Several with commas or"
                    + " by repeating. Default: the hidden MLP neurons of every block, or a ResNet's stages.")
    private List<String> at = new ArrayList<>();

    @Option(
            names = "--pool",
            paramLabel = "HOW",
            description = "How a unit's values over positions become one: token (the one the tower reads out), max,"
                    + " mean, or auto: token where there is one, otherwise max. activations also takes none: every"
                    + " position's value. Default: auto.")
    private Pool pool = Pool.AUTO;

    /** The patterns that were given. */
    public List<String> patterns() {
        return at;
    }

    /** Whether every position's value is asked for. */
    public boolean everyPosition() {
        return pool == Pool.NONE;
    }

    /** The pooling that was asked for, of units with one value for each example; empty for the usual one. */
    public Optional<Pooling> pooling() throws UsageException {
        if (everyPosition()) {
            throw new UsageException(
                    "--pool none: here a unit has one value per example; use token, max, mean or auto, or see every"
                            + " position with clip-probe activations");
        }
        return asked();
    }

    private Optional<Pooling> asked() {
        return switch (pool) {
            case AUTO -> Optional.empty();
            case TOKEN -> Optional.of(Pooling.TOKEN);
            case MAX -> Optional.of(Pooling.MAX);
            case MEAN -> Optional.of(Pooling.MEAN);
            case NONE -> Optional.of(Pooling.NONE);
        };
    }

    /** Captures at the hook points that were asked for. */
    public List<Capture> captures(Tower<?> tower) throws ModelException {
        return Captures.of(tower, at, asked());
    }
}
