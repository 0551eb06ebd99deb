package org.clipprobe.attack;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One picture on its way: what the model saw in it, and in it after each attack. */
final class PictureWork {
    private final AttackRun.Picture picture;
    private final List<Attack> attacks;
    private final int dimensions;
    private final float[] embeddings;
    private final double[] covers;
    private final double[] sizes;
    private Optional<String> problem = Optional.empty();

    PictureWork(AttackRun.Picture picture, List<Attack> attacks, int dimensions) {
        this.picture = picture;
        this.attacks = attacks;
        this.dimensions = dimensions;
        this.embeddings = new float[Math.multiplyExact(attacks.size() + 1, dimensions)];
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
        covers[variant.index()] = variant.coverShare();
        sizes[variant.index()] = variant.drawnSize();
    }

    /** Hands out the trials; returns how many. */
    int trials(ZeroShot classes, Consumer<Trial> sink) {
        double[] before = classes.logits(embeddings, 0);
        for (int i = 0; i < attacks.size(); i++) {
            Attack attack = attacks.get(i);
            sink.accept(new Trial(
                    picture.id(),
                    picture.trueClass(),
                    i,
                    attack,
                    covers[i + 1],
                    sizes[i + 1],
                    classes.answer(before, picture.trueClass(), attack.target()),
                    classes.answer(classes.logits(embeddings, i + 1), picture.trueClass(), attack.target())));
        }
        return attacks.size();
    }
}
