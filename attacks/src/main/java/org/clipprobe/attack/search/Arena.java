package org.clipprobe.attack.search;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.AttackedPicture;
import org.clipprobe.attack.Attacker;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.run.Batches;
import org.clipprobe.attack.run.ImageEmbedder;
import org.clipprobe.attack.run.Outcome;
import org.clipprobe.attack.run.Trial;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.image.text.TextPainter;

/**
 * Pictures at the model's input size, held in memory, on which a search tries attacks. Counts how many attacked pictures
 * went through the model: what a search spends.
 */
public final class Arena {
    private final ImageEmbedder model;
    private final ZeroShot classes;
    private final List<Target> targets;
    private final List<double[]> before = new ArrayList<>();
    private final int batch;
    private final long seed;
    private final Attacker attacker = new Attacker(new TextPainter());
    private long spent;

    /**
     * A picture to attack.
     *
     * @param id its name, also the seed of what is left to chance
     * @param trueClass what it shows
     * @param fitted the picture at the model's input size
     */
    public record Target(String id, String trueClass, InterleavedU8 fitted) {}

    /** What an attack is to do. */
    public enum Goal {
        /** The model's answer becomes the attack's target, and was not before. */
        TARGETED,
        /** The model was right and is wrong now. */
        UNTARGETED;

        /** Whether an attack did it. */
        public boolean reached(Trial trial) {
            return this == UNTARGETED ? trial.broken() : trial.outcome() == Outcome.CHANGED_TO_TARGET;
        }
    }

    /**
     * Prepares an arena: the unattacked pictures go through the model once.
     *
     * @param batch pictures per forward pass
     * @param seed of what attacks leave to chance
     */
    public Arena(ImageEmbedder model, ZeroShot classes, List<Target> targets, int batch, long seed) throws IOException {
        this.model = model;
        this.classes = classes;
        this.targets = List.copyOf(targets);
        this.batch = batch;
        this.seed = seed;
        before.addAll(Batches.logits(
                model, classes, targets.size(), i -> targets.get(i).fitted(), batch));
    }

    /** Number of pictures. */
    public int size() {
        return targets.size();
    }

    /** How many attacked pictures went through the model so far. */
    public long spent() {
        return spent;
    }

    /** Whether the model is right about a picture as it is. */
    boolean right(int picture) {
        String truth = targets.get(picture).trueClass;
        return classes.answer(before.get(picture), truth, truth).truth().first();
    }

    /**
     * Attacks some of the pictures in one way.
     *
     * @param from the first picture
     * @param to behind the last picture
     * @return what it did to each of them
     */
    public List<Trial> attack(Attack attack, int from, int to) throws IOException {
        List<Bout> bouts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            bouts.add(new Bout(i, attack));
        }
        return fight(bouts);
    }

    /** One attack on one picture. */
    record Bout(int picture, Attack attack) {}

    List<Trial> fight(List<Bout> bouts) throws IOException {
        List<AttackedPicture> attacked = new ArrayList<>();
        List<Trial> trials = new ArrayList<>();
        for (int start = 0; start < bouts.size(); start += batch) {
            List<Bout> some = bouts.subList(start, Math.min(bouts.size(), start + batch));
            attacked.clear();
            for (Bout bout : some) {
                Target target = targets.get(bout.picture);
                attacked.add(attacker.apply(target.fitted, bout.attack, Seeds.of(seed, target.id, 1)));
            }
            List<double[]> after = Batches.logits(
                    model, classes, some.size(), i -> attacked.get(i).picture(), batch);
            spent += some.size();
            for (int i = 0; i < some.size(); i++) {
                trials.add(trial(some.get(i), attacked.get(i), after.get(i)));
            }
        }
        return trials;
    }

    /** As the other {@code fight}, each bout told with what came of it. */
    void fight(List<Bout> bouts, BiConsumer<Bout, Trial> told) throws IOException {
        List<Trial> trials = fight(bouts);
        for (int i = 0; i < bouts.size(); i++) {
            told.accept(bouts.get(i), trials.get(i));
        }
    }

    private Trial trial(Bout bout, AttackedPicture attacked, double[] after) {
        Target target = targets.get(bout.picture);
        String wanted = bout.attack.target();
        return new Trial(
                target.id,
                target.trueClass,
                0,
                bout.attack,
                attacked.coverShare(),
                attacked.drawnSize(),
                classes.answer(before.get(bout.picture), target.trueClass, wanted),
                classes.answer(after, target.trueClass, wanted));
    }
}
