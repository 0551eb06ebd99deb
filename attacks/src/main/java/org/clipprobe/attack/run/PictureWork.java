package org.clipprobe.attack.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Controls;
import org.clipprobe.attack.outcome.Answer;
import org.clipprobe.attack.outcome.Controlled;
import org.clipprobe.attack.outcome.Trial;

/** One picture on its way: what the model saw in it, and in it after each attack. */
final class PictureWork {
    private final AttackRun.Picture picture;
    private final List<Attack> attacks;
    /** For each attack what is written in its controls. */
    private final List<List<Controls.Written>> controls;

    private final int dimensions;
    private final int unitCount;
    private final float[] embeddings;
    private final float[] units;
    private final double[] covers;
    private final double[] sizes;
    private Optional<String> problem = Optional.empty();

    PictureWork(
            AttackRun.Picture picture,
            List<Attack> attacks,
            List<List<Controls.Written>> controls,
            int dimensions,
            int unitCount) {
        this.picture = picture;
        this.attacks = attacks;
        this.controls = controls;
        this.dimensions = dimensions;
        this.unitCount = unitCount;
        this.embeddings = new float[Math.multiplyExact(variants(), dimensions)];
        this.units = new float[Math.multiplyExact(variants(), unitCount)];
        this.covers = new double[variants()];
        this.sizes = new double[variants()];
    }

    AttackRun.Picture picture() {
        return picture;
    }

    List<Attack> attacks() {
        return attacks;
    }

    /** What is written in the controls of an attack. */
    List<Controls.Written> controls(int attack) {
        return controls.isEmpty() ? List.of() : controls.get(attack);
    }

    /** An attack and its controls. */
    int perAttack() {
        return 1 + (controls.isEmpty() ? 0 : controls.get(0).size());
    }

    /** The unattacked picture and every attack, each with its controls behind it. */
    int variants() {
        return 1 + attacks.size() * perAttack();
    }

    /** {@code [variants, dimensions]}; row 0 is the unattacked picture's. */
    float[] embeddings() {
        return embeddings;
    }

    /** {@code [variants, units]}, what captured units do. */
    float[] units() {
        return units;
    }

    double[] covers() {
        return covers;
    }

    double[] sizes() {
        return sizes;
    }

    /** Why the picture could not be read, if it could not. */
    Optional<String> problem() {
        return problem;
    }

    void fail(String reason) {
        problem = Optional.of(reason);
    }

    void set(AttackFeeder.Variant variant, float[] values, int offset) {
        System.arraycopy(values, offset, embeddings, variant.index() * dimensions, dimensions);
        System.arraycopy(values, offset + dimensions, units, variant.index() * unitCount, unitCount);
        covers[variant.index()] = variant.coverShare();
        sizes[variant.index()] = variant.drawnSize();
    }

    /** Hands out the trials; returns how many. */
    int trials(ZeroShot classes, TrialSink sink) {
        double[] before = classes.logits(embeddings, 0);
        for (int i = 0; i < attacks.size(); i++) {
            int row = 1 + i * perAttack();
            Attack attack = attacks.get(i);
            Trial trial = new Trial(
                    picture.id(),
                    picture.source(),
                    picture.trueClass(),
                    i,
                    attack,
                    covers[row],
                    sizes[row],
                    classes.answer(before, picture.trueClass(), attack.target()),
                    answer(classes, row, attack),
                    controlled(classes, i));
            sink.accept(trial, unitsOf(0), unitsOf(row));
        }
        return attacks.size();
    }

    private List<Controlled> controlled(ZeroShot classes, int attack) {
        List<Controlled> controlled = new ArrayList<>();
        for (int i = 0; i < perAttack() - 1; i++) {
            int row = 1 + attack * perAttack() + 1 + i;
            Controls.Written written = controls.get(attack).get(i);
            controlled.add(new Controlled(
                    written.control(),
                    written.text(),
                    written.standsIn(),
                    covers[row],
                    answer(classes, row, attacks.get(attack))));
        }
        return controlled;
    }

    private Answer answer(ZeroShot classes, int row, Attack attack) {
        return classes.answer(classes.logits(embeddings, row), picture.trueClass(), attack.target());
    }

    private float[] unitsOf(int variant) {
        return Arrays.copyOfRange(units, variant * unitCount, (variant + 1) * unitCount);
    }
}
