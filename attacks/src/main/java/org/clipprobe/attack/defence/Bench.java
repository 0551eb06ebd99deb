package org.clipprobe.attack.defence;

import boofcv.struct.image.InterleavedU8;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Sweep;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.Progress;

/** One session in which any of some candidates can be ablated, asked about the same cases over and over. */
final class Bench implements GreedySearch.Trials, AutoCloseable {
    private final ZeroShot classes;
    private final List<AttackCase> cases;
    private final PartChanges changes;
    private final int batch;
    private final Sweep sweep;
    private final VariantRunner.Pixels pixels;
    private final Progress.Task task;

    /** @param batch cases that go through the tower at once */
    Bench(
            VisionTower tower,
            ZeroShot classes,
            List<AttackCase> cases,
            List<Unit> candidates,
            PartChanges changes,
            int batch,
            Progress.Task task)
            throws ModelException {
        this.classes = classes;
        this.cases = cases;
        this.changes = changes;
        this.batch = batch;
        this.task = task;
        this.pixels = new VariantRunner.Pixels(tower.preprocessing());
        Set<Intervention.PerRow> places = new LinkedHashSet<>();
        changes.zero(candidates).stream().map(PartChanges::place).forEach(places::add);
        this.sweep = tower.openSweep(List.of(), List.copyOf(places));
    }

    /** Clean and attacked pictures alone: the search looks at no others. */
    @Override
    public List<GreedySearch.Accuracy> of(List<List<Unit>> sets) throws ModelException {
        int[] right = new int[sets.size()];
        int[] attacked = new int[sets.size()];
        for (int from = 0; from < cases.size(); from += batch) {
            List<AttackCase> some = cases.subList(from, Math.min(cases.size(), from + batch));
            List<InterleavedU8> pictures = new ArrayList<>();
            some.forEach(attack -> pictures.addAll(List.of(attack.clean(), attack.attacked())));
            sweep.hold(pixels.ofPictures(pictures), pictures.size());
            for (int set = 0; set < sets.size(); set++) {
                float[] embeddings = sweep.run(changes.zero(sets.get(set))).embeddings();
                for (int i = 0; i < some.size(); i++) {
                    right[set] += right(some.get(i), embeddings, 2 * i);
                    attacked[set] += right(some.get(i), embeddings, 2 * i + 1);
                }
            }
        }
        task.advance(sets.size());
        List<GreedySearch.Accuracy> accuracies = new ArrayList<>();
        for (int set = 0; set < right.length; set++) {
            accuracies.add(new GreedySearch.Accuracy(
                    (double) right[set] / cases.size(), (double) attacked[set] / cases.size()));
        }
        return accuracies;
    }

    private int right(AttackCase attack, float[] embeddings, int row) {
        double[] logits = classes.logits(embeddings, row);
        return classes.answer(logits, attack.trueClass(), attack.target())
                        .truth()
                        .first()
                ? 1
                : 0;
    }

    @Override
    public void close() {
        sweep.close();
    }
}
