package org.clipprobe.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is read where: hook points by name, with the pooling that is usual for them or the one that is asked for. */
public final class Captures {
    private Captures() {}

    /**
     * Captures at the hook points that the patterns name, each once, in the patterns' order.
     *
     * @param patterns such as {@code vision.*.mlp}; none stand for the {@link #usual} hook points
     * @param pooling for all of them; empty for the token that the tower reads out where there is one, else the largest
     *     value
     * @throws HookPointException when a pattern names nothing, or a hook point cannot be pooled so
     */
    public static List<Capture> of(Tower<?> tower, List<String> patterns, Optional<Pooling> pooling)
            throws ModelException {
        List<HookPoint> wanted = new ArrayList<>(patterns.isEmpty() ? usual(tower) : List.of());
        for (String pattern : patterns) {
            tower.matching(pattern).stream()
                    .filter(hook -> !wanted.contains(hook))
                    .forEach(wanted::add);
        }
        List<Capture> captures = new ArrayList<>();
        for (HookPoint hook : wanted) {
            if (pooling.equals(Optional.of(Pooling.TOKEN)) && !hook.token()) {
                throw new HookPointException(hook.name() + ": expected a hook point with a token that the tower reads"
                        + " out, found none there; pool by max or mean instead");
            }
            captures.add(new Capture(hook, pooling.orElse(hook.token() ? Pooling.TOKEN : Pooling.MAX)));
        }
        return captures;
    }

    /** The usual hook points pooled as is usual; none where the tower has none of them. */
    public static List<Capture> usualIfAny(Tower<?> tower) throws ModelException {
        try {
            return of(tower, List.of(), Optional.empty());
        } catch (HookPointException e) {
            return List.of();
        }
    }

    /** Hidden MLP neurons, or a convolution tower's stages; where there are neither, what there is instead is said. */
    private static List<HookPoint> usual(Tower<?> tower) throws HookPointException {
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
        throw new HookPointException(
                "expected hook points at MLP neurons or convolution stages, which are looked at when"
                        + " none are named; found "
                        + (there.isEmpty()
                                ? "none of any kind in this " + modality
                                        + " tower, as its graph is built in a way that is not known;"
                                        + " export the model again with another exporter"
                                : "none in this " + modality + " tower; name what it has instead: " + there));
    }
}
