package org.clipprobe.attack.defence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.Intervention.Positions;
import org.clipprobe.model.Unit;

/**
 * The interventions that ablate units and heads: units at every position, a head at the token that is read out, which is
 * what Dyslexify does, or at every position where there is no such token.
 *
 * @param hooks the tower's, by name
 * @param means by unit of an MLP, its mean over clean pictures
 * @param headMeans by head, its mean contribution to the attention's output at the token, over clean pictures
 */
record PartChanges(Map<String, HookPoint> hooks, Map<Unit, Float> means, Map<Unit, float[]> headMeans) {
    static boolean isHead(Unit part) {
        return part.hook().endsWith(".head");
    }

    /** What lies behind a block's heads. */
    static String attentionOut(String headHook) {
        return headHook.replaceFirst("\\.head$", ".attn_out");
    }

    static Intervention.PerRow place(Intervention change) {
        if (change instanceof Intervention.Set set) {
            return new Intervention.PerRow(set.hook(), set.positions());
        }
        if (change instanceof Intervention.Scale scale) {
            return new Intervention.PerRow(scale.hook(), scale.positions());
        }
        return new Intervention.PerRow(change.hook(), ((Intervention.Add) change).positions());
    }

    /** Everything becomes 0. */
    List<Intervention> zero(Collection<Unit> parts) {
        List<Intervention> changes = new ArrayList<>();
        byHook(parts).forEach((hook, units) -> changes.add(new Intervention.Scale(hook, units, 0, positions(hook))));
        return changes;
    }

    /** Everything becomes its mean over clean pictures. */
    List<Intervention> mean(Collection<Unit> parts) {
        List<Intervention> changes = new ArrayList<>();
        byHook(parts).forEach((hook, units) -> {
            if (!hook.endsWith(".head")) {
                changes.add(new Intervention.Set(
                        hook,
                        units,
                        units.stream()
                                .map(unit -> means.get(new Unit(hook, unit)))
                                .toList(),
                        positions(hook)));
                return;
            }
            changes.add(new Intervention.Scale(hook, units, 0, positions(hook)));
            changes.add(new Intervention.Add(attentionOut(hook), sum(hook, units), positions(hook)));
        });
        return changes;
    }

    private List<Float> sum(String hook, List<Integer> heads) {
        float[] sum = new float[hooks.get(attentionOut(hook)).units()];
        for (int head : heads) {
            float[] mean = headMeans.getOrDefault(new Unit(hook, head), new float[sum.length]);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += mean[i];
            }
        }
        List<Float> direction = new ArrayList<>();
        for (float number : sum) {
            direction.add(number);
        }
        return direction;
    }

    Positions positions(String hook) {
        return hook.endsWith(".head") && hooks.get(hook).token() ? Positions.TOKEN : Positions.ALL;
    }

    private static Map<String, List<Integer>> byHook(Collection<Unit> parts) {
        Map<String, List<Integer>> byHook = new TreeMap<>();
        parts.forEach(part ->
                byHook.computeIfAbsent(part.hook(), key -> new ArrayList<>()).add(part.index()));
        return byHook;
    }
}
