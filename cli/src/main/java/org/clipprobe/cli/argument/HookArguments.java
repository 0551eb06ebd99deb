package org.clipprobe.cli.argument;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TextTower;
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

    /** What was asked for, in words. */
    public String asked() {
        return at + " " + pool;
    }

    /** Whether every position's value is asked for. */
    public boolean everyPosition() {
        return pool == Pool.NONE;
    }

    /** The captures that were asked for, with one value per unit. */
    public List<Capture> pooledCaptures(Tower<?> tower) throws UsageException {
        if (everyPosition()) {
            throw new UsageException(
                    "--pool none: here a unit has one value per example; use token, max, mean or auto, or see every"
                            + " position with clip-probe activations");
        }
        return captures(tower);
    }

    public List<Capture> captures(Tower<?> tower) throws UsageException {
        List<HookPoint> wanted = new ArrayList<>(at.isEmpty() ? usual(tower) : List.of());
        for (String pattern : at) {
            matching(tower, pattern, "--at " + pattern).stream()
                    .filter(hook -> !wanted.contains(hook))
                    .forEach(wanted::add);
        }
        List<Capture> captures = new ArrayList<>();
        for (HookPoint hook : wanted) {
            captures.add(new Capture(hook, pooling(hook, pool)));
        }
        return captures;
    }

    /** The hook points that a pattern names, pooled as is usual; an empty pattern stands for the usual ones. */
    public static List<Capture> captures(Tower<?> tower, String pattern) throws UsageException {
        List<Capture> captures = new ArrayList<>();
        for (HookPoint hook : pattern.isEmpty() ? usual(tower) : matching(tower, pattern, pattern)) {
            captures.add(new Capture(hook, pooling(hook, Pool.AUTO)));
        }
        return captures;
    }

    /** The usual hook points, pooled as is usual; none where the tower has none of them. */
    public static List<Capture> usualCaptures(Tower<?> tower) {
        try {
            return captures(tower, "");
        } catch (UsageException e) {
            return List.of();
        }
    }

    /** @param typed what the user wrote, for messages to begin with */
    private static List<HookPoint> matching(Tower<?> tower, String pattern, String typed) throws UsageException {
        try {
            return tower.matching(pattern);
        } catch (ModelException e) {
            throw new UsageException(typed + ": " + e.getMessage());
        }
    }

    /** Hidden MLP neurons, or a convolution tower's stages; where there are neither, what there is instead is said. */
    private static List<HookPoint> usual(Tower<?> tower) throws UsageException {
        String modality = tower instanceof TextTower ? "text" : "vision";
        for (String usual : List.of("\\.\\d+\\.mlp", "\\.layer.*")) {
            List<HookPoint> found = tower.hookPoints().stream()
                    .filter(hook -> hook.name().matches(modality + usual))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        String there = tower.hookPoints().stream()
                .map(hook -> hook.name().replaceFirst("\\.\\d+\\.", ".*."))
                .distinct()
                .collect(Collectors.joining(", "));
        throw new UsageException("expected hook points at MLP neurons or convolution stages, which are looked at when"
                + " none are named; found "
                + (there.isEmpty()
                        ? "none of any kind in this " + modality
                                + " tower, as its graph is built in a way that is not known;"
                                + " export the model again with another exporter"
                        : "none in this " + modality + " tower; name what it has instead: " + there));
    }

    private static Pooling pooling(HookPoint hook, Pool pool) throws UsageException {
        if (pool == Pool.TOKEN && !hook.token()) {
            throw new UsageException("--pool token: " + hook.name()
                    + " has no token that the tower reads out; use --pool max, mean or auto");
        }
        return switch (pool) {
            case AUTO -> hook.token() ? Pooling.TOKEN : Pooling.MAX;
            case TOKEN -> Pooling.TOKEN;
            case MAX -> Pooling.MAX;
            case MEAN -> Pooling.MEAN;
            case NONE -> Pooling.NONE;
        };
    }
}
