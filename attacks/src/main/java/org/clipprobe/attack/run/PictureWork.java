package org.clipprobe.attack.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clipprobe.attack.Attack;

/** One picture on its way: what the model saw in it, and in it after each attack. */
final class PictureWork {
    private final AttackRun.Picture picture;
    private final List<Attack> attacks;
    private final int dimensions;
    private final int unitCount;
    private final float[] embeddings;
    private final float[] units;
    private final double[] covers;
    private final double[] sizes;
    private Optional<String> problem = Optional.empty();

    PictureWork(AttackRun.Picture picture, List<Attack> attacks, int dimensions, int unitCount) {
        this.picture = picture;
        this.attacks = attacks;
        this.dimensions = dimensions;
        this.unitCount = unitCount;
        this.embeddings = new float[Math.multiplyExact(attacks.size() + 1, dimensions)];
        this.units = new float[Math.multiplyExact(attacks.size() + 1, unitCount)];
        this.covers = new double[attacks.size() + 1];
        this.sizes = new double[attacks.size() + 1];
    }

    AttackRun.Picture picture() {
        return picture;
    }

    List<Attack> attacks() {
        return attacks;
    }

    /** The unattacked picture and every attack. */
    int variants() {
        return attacks.size() + 1;
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
            Attack attack = attacks.get(i);
            Trial trial = new Trial(
                    picture.id(),
                    picture.trueClass(),
                    i,
                    attack,
                    covers[i + 1],
                    sizes[i + 1],
                    classes.answer(before, picture.trueClass(), attack.target()),
                    classes.answer(classes.logits(embeddings, i + 1), picture.trueClass(), attack.target()));
            sink.accept(trial, unitsOf(0), unitsOf(i + 1));
        }
        return attacks.size();
    }

    private float[] unitsOf(int variant) {
        return Arrays.copyOfRange(units, variant * unitCount, (variant + 1) * unitCount);
    }
}
