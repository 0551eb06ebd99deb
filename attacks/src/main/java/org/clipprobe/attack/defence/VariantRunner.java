package org.clipprobe.attack.defence;

import boofcv.struct.image.InterleavedU8;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Sweep;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.Progress;

/**
 * Asks many changed models about the same cases. Variants whose first change lies deep share a session that runs the tower
 * before it once for each batch of cases.
 */
final class VariantRunner {
    /** Sessions that are opened at most; each holds the weights behind its cut. */
    static final int MOST_CUTS = 4;

    /**
     * A changed model: what is changed for each attacked text.
     *
     * @param byText by text; for a text that is not in it, {@code otherwise}
     * @param otherwise what is changed for all other texts
     */
    record Variant(Map<String, List<Intervention>> byText, List<Intervention> otherwise) {
        /** The same change for all. */
        Variant(List<Intervention> changes) {
            this(Map.of(), changes);
        }

        List<Intervention> of(AttackCase attack) {
            return byText.getOrDefault(attack.text(), otherwise);
        }

        boolean isUniform() {
            return byText.isEmpty();
        }

        Stream<Intervention> all() {
            return Stream.concat(byText.values().stream(), Stream.of(otherwise)).flatMap(List::stream);
        }
    }

    private final VisionTower tower;
    private final ZeroShot classes;
    private final int batch;
    private final List<String> order;

    /** @param batch cases that go through the tower at once */
    VariantRunner(VisionTower tower, ZeroShot classes, int batch) {
        this.tower = tower;
        this.classes = classes;
        this.batch = Math.max(1, batch);
        this.order = tower.hookPoints().stream().map(HookPoint::name).toList();
    }

    /** For each variant each case's outcome. */
    List<List<CaseOutcome>> run(List<AttackCase> cases, List<Variant> variants, Progress progress, String what)
            throws ModelException {
        List<List<CaseOutcome>> results = new ArrayList<>();
        variants.forEach(variant -> results.add(new ArrayList<>()));
        try (Progress.Task task = progress.begin(what, (long) variants.size() * cases.size())) {
            for (List<Integer> group : groups(variants)) {
                run(cases, variants, group, results, task);
            }
        }
        return results;
    }

    /**
     * How long many passes take at the pace of two batches in the middle of the tower.
     *
     * @param cases that are asked about, some at least
     * @param behind cases that go through the part behind a cut
     * @param before cases that go through the part before it
     */
    double seconds(List<AttackCase> cases, long behind, long before) throws ModelException {
        List<AttackCase> some = cases.subList(0, Math.min(cases.size(), batch));
        float[] values = new Pixels(tower.preprocessing()).of(some);
        String middle = order.get(order.size() / 2);
        double hold = 0;
        double run = 0;
        try (Sweep sweep =
                tower.openSweep(List.of(), List.of(new Intervention.PerRow(middle, Intervention.Positions.ALL)))) {
            for (int turn = 0; turn < 2; turn++) {
                long start = System.nanoTime();
                sweep.hold(values, some.size() * AttackCase.ROWS);
                long held = System.nanoTime();
                sweep.run(List.of());
                hold = (held - start) / 1e9;
                run = (System.nanoTime() - held) / 1e9;
            }
        }
        return (behind * run + before * hold) / some.size();
    }

    private void run(
            List<AttackCase> cases,
            List<Variant> variants,
            List<Integer> group,
            List<List<CaseOutcome>> results,
            Progress.Task task)
            throws ModelException {
        Pixels pixels = new Pixels(tower.preprocessing());
        try (Sweep sweep = tower.openSweep(List.of(), places(variants, group))) {
            for (int from = 0; from < cases.size(); from += batch) {
                List<AttackCase> some = cases.subList(from, Math.min(cases.size(), from + batch));
                sweep.hold(pixels.of(some), some.size() * AttackCase.ROWS);
                for (int index : group) {
                    Variant variant = variants.get(index);
                    float[] embeddings = (variant.isUniform()
                                    ? sweep.run(variant.otherwise())
                                    : sweep.runRows(rows(variant, some)))
                            .embeddings();
                    for (int i = 0; i < some.size(); i++) {
                        results.get(index).add(CaseOutcome.of(some.get(i), classes, embeddings, i * AttackCase.ROWS));
                    }
                    task.advance(some.size());
                }
            }
        }
    }

    private static List<List<Intervention>> rows(Variant variant, List<AttackCase> cases) {
        List<List<Intervention>> rows = new ArrayList<>();
        cases.forEach(attack -> rows.addAll(Collections.nCopies(AttackCase.ROWS, variant.of(attack))));
        return rows;
    }

    private List<Intervention.PerRow> places(List<Variant> variants, List<Integer> group) {
        Set<Intervention.PerRow> places = new LinkedHashSet<>();
        for (int index : group) {
            variants.get(index).all().map(PartChanges::place).forEach(places::add);
        }
        if (places.isEmpty()) {
            // The unchanged model, seen from the last place.
            places.add(new Intervention.PerRow(order.get(order.size() - 1), Intervention.Positions.ALL));
        }
        return List.copyOf(places);
    }

    /** Variants by the depth of their first change, in at most {@link #MOST_CUTS} groups. */
    private Collection<List<Integer>> groups(List<Variant> variants) {
        TreeMap<Integer, List<Integer>> byDepth = new TreeMap<>();
        for (int i = 0; i < variants.size(); i++) {
            int depth = variants.get(i)
                    .all()
                    .mapToInt(change -> order.indexOf(change.hook()))
                    .min()
                    .orElse(Integer.MAX_VALUE);
            byDepth.computeIfAbsent(depth, key -> new ArrayList<>()).add(i);
        }
        while (byDepth.size() > MOST_CUTS) {
            int deep = thinnest(byDepth);
            byDepth.get(byDepth.lowerKey(deep)).addAll(byDepth.remove(deep));
        }
        return byDepth.values();
    }

    /** The group, not the shallowest, with the fewest variants. */
    private static int thinnest(NavigableMap<Integer, List<Integer>> groups) {
        int best = groups.lastKey();
        for (int depth : groups.keySet()) {
            boolean fewer = groups.get(depth).size() < groups.get(best).size();
            best = depth != groups.firstKey() && fewer ? depth : best;
        }
        return best;
    }

    /** Cases' pictures as a tower takes them, in one buffer. */
    static final class Pixels {
        private final Preprocessing preprocessing;
        private float[] values = {};

        Pixels(Preprocessing preprocessing) {
            this.preprocessing = preprocessing;
        }

        float[] of(List<AttackCase> cases) {
            List<InterleavedU8> pictures = new ArrayList<>();
            cases.forEach(attack -> pictures.addAll(attack.pictures()));
            return ofPictures(pictures);
        }

        float[] ofPictures(List<InterleavedU8> pictures) {
            int size = 3
                    * preprocessing.geometry().width()
                    * preprocessing.geometry().height();
            if (values.length < size * pictures.size()) {
                values = new float[size * pictures.size()];
            }
            for (int i = 0; i < pictures.size(); i++) {
                preprocessing.normalise(pictures.get(i), values, i * size);
            }
            return values;
        }
    }
}
