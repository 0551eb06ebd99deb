package org.clipprobe.attack.defence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Unit;

/**
 * How strongly units and heads respond to the text, on the cases that candidates are chosen on.
 *
 * @param units for each text, or for all texts together under the empty name, each unit's response: its maximum over
 *     positions on attacked pictures less that on their controls, in standard deviations over clean pictures
 * @param heads each head's typographic score: the share of its attention from the token that is read out to patches which
 *     lies on the text's box (Dyslexify, 2025, with the text's own box); where the graph has no attention patterns, the
 *     response of its contribution's size, as for units
 * @param activity each unit's mean over positions of clean pictures, for ablating to the mean and for matched controls
 * @param attention whether heads are scored by attention
 */
record PartScores(
        Map<String, Map<Unit, Double>> units, Map<Unit, Double> heads, Map<Unit, Float> activity, boolean attention) {
    /** All texts together. */
    static final String ALL = "";

    private static final int NEAREST = 8;

    /** The hook points of a tower that units are taken from: its MLPs', or a ResNet's stages. */
    static List<HookPoint> unitHooks(List<HookPoint> all) {
        List<HookPoint> mlps =
                all.stream().filter(hook -> hook.name().endsWith(".mlp")).toList();
        return mlps.isEmpty()
                ? all.stream()
                        .filter(hook -> hook.name().matches("vision\\.layer\\d+"))
                        .toList()
                : mlps;
    }

    static List<HookPoint> headHooks(List<HookPoint> all) {
        return all.stream().filter(hook -> hook.name().endsWith(".head")).toList();
    }

    /** The strongest first. */
    static List<Unit> ranked(Map<Unit, Double> scores) {
        return scores.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<Unit, Double> each) -> -each.getValue())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** For each unit, units of its layer that are as active and not among {@code taken}, the nearest first. */
    Map<Unit, List<Unit>> alike(List<Unit> of, List<Unit> taken) {
        Map<Unit, List<Unit>> alike = new LinkedHashMap<>();
        for (Unit unit : of) {
            float own = activity.get(unit);
            alike.put(
                    unit,
                    activity.keySet().stream()
                            .filter(other -> other.hook().equals(unit.hook()) && !taken.contains(other))
                            .sorted(Comparator.comparingDouble((Unit other) -> Math.abs(activity.get(other) - own))
                                    .thenComparing(Comparator.naturalOrder()))
                            .limit(NEAREST)
                            .toList());
        }
        return alike;
    }

    /** For each unit, in turn, the active unit of its layer that responds least to the text. */
    List<Unit> pictureOnly(List<Unit> of, String text) {
        Map<Unit, Double> scores = units.getOrDefault(text, units.get(ALL));
        Map<String, List<Unit>> byHook = new TreeMap<>();
        for (Unit unit : scores.keySet()) {
            byHook.computeIfAbsent(unit.hook(), key -> new ArrayList<>()).add(unit);
        }
        Map<String, List<Unit>> calm = new HashMap<>();
        byHook.forEach((hook, all) -> calm.put(
                hook,
                active(all).stream()
                        .sorted(Comparator.comparingDouble((Unit unit) -> Math.abs(scores.get(unit)))
                                .thenComparing(Comparator.naturalOrder()))
                        .toList()));
        Map<String, Integer> next = new HashMap<>();
        List<Unit> chosen = new ArrayList<>();
        for (Unit unit : of) {
            List<Unit> from = calm.get(unit.hook());
            int at = next.merge(unit.hook(), 1, Integer::sum) - 1;
            if (at < from.size() && !of.contains(from.get(at))) {
                chosen.add(from.get(at));
            }
        }
        return chosen;
    }

    /** The half of some units that is more active than the rest. */
    private List<Unit> active(List<Unit> all) {
        return all.stream()
                .sorted(Comparator.comparingDouble((Unit unit) -> -Math.abs(activity.get(unit)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit((all.size() + 1) / 2)
                .toList();
    }
}
