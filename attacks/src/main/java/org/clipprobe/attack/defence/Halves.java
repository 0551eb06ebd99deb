package org.clipprobe.attack.defence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clipprobe.attack.Seeds;

/**
 * Cases in two halves that share no source.
 *
 * @param choosing on which candidates, sizes and repairs are chosen
 * @param judging on which they are judged
 */
public record Halves(List<AttackCase> choosing, List<AttackCase> judging) {
    public Halves {
        choosing = List.copyOf(choosing);
        judging = List.copyOf(judging);
    }

    /**
     * Splits cases by source, each class's sources as evenly as they go; of classes with one source, one goes here, the next
     * there.
     */
    public static Halves of(List<AttackCase> cases, long seed) {
        Map<String, Set<String>> sources = new TreeMap<>();
        cases.forEach(attack -> sources.computeIfAbsent(attack.trueClass(), key -> new TreeSet<>())
                .add(attack.source()));
        Map<String, List<String>> shuffled = new LinkedHashMap<>();
        sources.forEach((name, own) -> {
            List<String> order = new ArrayList<>(own);
            java.util.Collections.shuffle(order, new Random(Seeds.of(seed, name, 1)));
            shuffled.put(name, order);
        });
        Set<String> first = new HashSet<>();
        int next = 0;
        for (List<String> own : shuffled.values()) {
            for (String source : own) {
                if (next++ % 2 == 0) {
                    first.add(source);
                }
            }
        }
        return new Halves(
                cases.stream().filter(attack -> first.contains(attack.source())).toList(),
                cases.stream()
                        .filter(attack -> !first.contains(attack.source()))
                        .toList());
    }
}
