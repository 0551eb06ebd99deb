package org.clipprobe.attack.run;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.clipprobe.attack.Attacker;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.Stage;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.text.TextPainter;

/** Makes the pictures of trials again, as the model saw them. */
public final class AttackPictures {
    private final Attacker attacker = new Attacker(new TextPainter());
    private final Function<String, Path> files;
    private final UnaryOperator<InterleavedU8> fit;
    private final long seed;

    /**
     * @param files where a picture lies, by the name that trials have
     * @param fit takes a picture to the model's input size, as {@link ImageEmbedder#fit}
     * @param seed of the run
     */
    public AttackPictures(Function<String, Path> files, UnaryOperator<InterleavedU8> fit, long seed) {
        this.files = files;
        this.fit = fit;
        this.seed = seed;
    }

    /** The picture without the attack, at the model's input size. */
    public InterleavedU8 before(Trial trial) throws IOException {
        return fit.apply(Pictures.read(files.apply(trial.picture())));
    }

    /** The attacked picture, at the model's input size. */
    public InterleavedU8 after(Trial trial) throws IOException {
        InterleavedU8 read = Pictures.read(files.apply(trial.picture()));
        boolean fitFirst = trial.attack().stage() == Stage.MODEL_INPUT;
        long own = Seeds.of(seed, trial.picture(), trial.variant() + 1);
        InterleavedU8 attacked = attacker.apply(fitFirst ? fit.apply(read) : read, trial.attack(), own)
                .picture();
        return fitFirst ? attacked : fit.apply(attacked);
    }
}
