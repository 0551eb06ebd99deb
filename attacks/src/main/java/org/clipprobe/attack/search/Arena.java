package org.clipprobe.attack.search;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.AttackedPicture;
import org.clipprobe.attack.Attacker;
import org.clipprobe.attack.Controls;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.outcome.Controlled;
import org.clipprobe.attack.outcome.Outcome;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.attack.run.Batches;
import org.clipprobe.attack.run.ImageEmbedder;
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
     * @param source what exists once in the world and the picture is a variant of
     */
    public record Target(String id, String trueClass, InterleavedU8 fitted, String source) {
        /** A picture that is its own source. */
        public Target(String id, String trueClass, InterleavedU8 fitted) {
            this(id, trueClass, fitted, id);
        }
    }

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

    /** Attacks all pictures in one way, each with its controls. */
    List<Trial> judge(Attack attack, Controls controls) throws IOException {
        Set<String> meaning = Controls.lowerCase(classes.classes());
        List<List<Controls.Written>> written = targets.stream()
                .map(target -> controls.of(attack, target.trueClass, meaning, Seeds.of(seed, target.id, 0)))
                .toList();
        int each = 1 + (written.isEmpty() ? 0 : written.get(0).size());
        List<Attacker.Pasted> pasted = new ArrayList<>();
        List<Double> covers = new ArrayList<>();
        List<double[]> after = Batches.logits(
                model,
                classes,
                targets.size() * each,
                i -> {
                    InterleavedU8 picture = targets.get(i / each).fitted;
                    if (i % each == 0) {
                        pasted.add(attacker.paste(picture, attack, Seeds.of(seed, targets.get(i / each).id, 1)));
                    }
                    Attacker.Pasted like = pasted.get(i / each);
                    AttackedPicture one = i % each == 0
                            ? like.attacked()
                            : attacker.control(
                                    picture, attack, written.get(i / each).get(i % each - 1), like);
                    covers.add(one.coverShare());
                    return one.picture();
                },
                batch);
        spent += after.size();
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            trials.add(judged(i, attack, pasted.get(i).attacked(), written.get(i), after, covers));
        }
        return trials;
    }

    private Trial judged(
            int picture,
            Attack attack,
            AttackedPicture attacked,
            List<Controls.Written> written,
            List<double[]> after,
            List<Double> covers) {
        Target target = targets.get(picture);
        int first = picture * (1 + written.size());
        List<Controlled> controlled = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            controlled.add(new Controlled(
                    written.get(i).control(),
                    written.get(i).text(),
                    written.get(i).standsIn(),
                    covers.get(first + 1 + i),
                    classes.answer(after.get(first + 1 + i), target.trueClass, attack.target())));
        }
        return trial(new Bout(picture, attack), attacked, after.get(first), controlled);
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
                trials.add(trial(some.get(i), attacked.get(i), after.get(i), List.of()));
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

    private Trial trial(Bout bout, AttackedPicture attacked, double[] after, List<Controlled> controls) {
        Target target = targets.get(bout.picture);
        String wanted = bout.attack.target();
        return new Trial(
                target.id,
                target.source,
                target.trueClass,
                0,
                bout.attack,
                attacked.coverShare(),
                attacked.drawnSize(),
                classes.answer(before.get(bout.picture), target.trueClass, wanted),
                classes.answer(after, target.trueClass, wanted),
                controls);
    }
}
