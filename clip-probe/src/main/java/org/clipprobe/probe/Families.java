package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.clipprobe.model.Unit;
import org.clipprobe.statistic.Shuffle;

/**
 * Counts units by families of concepts. The null: which family a concept is of has nothing to do with how many units were
 * found for it; families are shuffled over the tested concepts, so that units of one concept stay together.
 */
final class Families {
    private static final int SHUFFLES = 9_999;

    private final List<String> tested;
    private final List<String> names;
    private final int[] family;
    private final List<Set<Unit>> units = new ArrayList<>();
    private final List<String> layers;

    private Families(MultimodalResult result, Map<String, String> families) {
        tested = result.concepts().stream()
                .filter(concept -> concept.tested() && families.containsKey(concept.concept()))
                .map(ConceptCount::concept)
                .toList();
        names = tested.stream().map(families::get).distinct().sorted().toList();
        family = tested.stream()
                .mapToInt(concept -> names.indexOf(families.get(concept)))
                .toArray();
        Map<String, Set<Unit>> found = new HashMap<>();
        for (Finding finding : result.findings()) {
            if (!finding.readsLetters()) {
                found.computeIfAbsent(finding.concept(), none -> new HashSet<>())
                        .add(finding.unit());
            }
        }
        tested.forEach(concept -> units.add(found.getOrDefault(concept, Set.of())));
        layers = result.layers().stream()
                .map(layer -> layer.capture().at().name())
                .toList();
    }

    /** Families in the order of their names; none where no tested concept has one. */
    static List<FamilyCount> of(MultimodalResult result, Map<String, String> families) {
        Families counting = new Families(result, families);
        return counting.names.isEmpty()
                ? List.of()
                : counting.counts(new Random(result.options().seed()));
    }

    private List<FamilyCount> counts(Random random) {
        int[] own = sizes(family);
        int[] asMany = new int[names.size()];
        double[] sums = new double[names.size()];
        int[] shuffled = family.clone();
        for (int i = 0; i < SHUFFLES; i++) {
            int[] order = Shuffle.permutation(family.length, random);
            for (int c = 0; c < order.length; c++) {
                shuffled[c] = family[order[c]];
            }
            int[] sizes = sizes(shuffled);
            for (int f = 0; f < sizes.length; f++) {
                sums[f] += sizes[f];
                asMany[f] += sizes[f] >= own[f] ? 1 : 0;
            }
        }
        List<FamilyCount> counts = new ArrayList<>();
        for (int f = 0; f < names.size(); f++) {
            int here = f;
            counts.add(new FamilyCount(
                    names.get(f),
                    (int) Arrays.stream(family).filter(of -> of == here).count(),
                    own[f],
                    sums[f] / SHUFFLES,
                    (1.0 + asMany[f]) / (1 + SHUFFLES),
                    byLayer(f)));
        }
        return counts;
    }

    /** Units of each family, each once. */
    private int[] sizes(int[] of) {
        List<Set<Unit>> all = new ArrayList<>();
        names.forEach(name -> all.add(new HashSet<>()));
        for (int c = 0; c < of.length; c++) {
            all.get(of[c]).addAll(units.get(c));
        }
        return all.stream().mapToInt(Set::size).toArray();
    }

    private List<Integer> byLayer(int wanted) {
        Map<String, Set<Unit>> found = new TreeMap<>();
        layers.forEach(layer -> found.put(layer, new HashSet<>()));
        for (int c = 0; c < family.length; c++) {
            if (family[c] == wanted) {
                units.get(c).forEach(unit -> found.get(unit.hook()).add(unit));
            }
        }
        return layers.stream().map(layer -> found.get(layer).size()).toList();
    }
}
