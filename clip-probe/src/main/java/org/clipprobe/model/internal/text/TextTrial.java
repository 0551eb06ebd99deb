package org.clipprobe.model.internal.text;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.clipprobe.model.Captured;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.model.TowerRun;
import org.clipprobe.model.internal.build.TowerInput;

/**
 * Finds out by running a text tower whether what stands behind a prompt's last token changes the prompt's embedding. That a
 * tower reads out the end token does not show that it is causal: MobileCLIP's reads it out and looks at all tokens.
 *
 * @param run the tower, open for its embedding, or for its last hook point where it has none
 * @param inputs what it takes
 * @param shape as it is understood so far
 */
public record TextTrial(TowerRun run, List<TowerInput> inputs, TextShape shape) {
    /**
     * How far, of its largest number, an embedding may lie from itself. Rounding gives 1e-6, weights and activations of 8
     * bits up to some hundredths, and padding that counts a tenth and more.
     */
    private static final float TOLERANCE = 0.05f;

    /** Two tokens that every vocabulary has. */
    private static final int[] FIRST_TOKENS = {0, 1};

    /** Whether a prompt that is padded has the embedding that it has at its own length. */
    public boolean runsAtItsOwnLength(Tokens prompt, int padding) {
        return alike(at(prompt, false, padding), at(prompt, true, padding));
    }

    /** Whether a padded prompt has the same embedding whichever token pads it. */
    public boolean takesAnyPadding(Tokens prompt) {
        Optional<float[]> one = at(prompt, true, FIRST_TOKENS[0]);
        Optional<float[]> other = at(prompt, true, FIRST_TOKENS[1]);
        return other.isPresent() && alike(one, other);
    }

    /** Empty where the tower does not run that way: a table has no places for so many positions, for one. */
    private Optional<float[]> at(Tokens prompt, boolean padded, int padding) {
        TextShape tried = new TextShape(
                shape.file(), shape.context(), padded, OptionalInt.of(padding), shape.masked(), shape.fixedBatch());
        try {
            TowerOutput output = new TextSession(run, inputs, prompts -> tried).run(List.of(prompt));
            return Optional.of(output.embeddings().length > 0 ? output.embeddings() : atPrompt(output, prompt));
        } catch (ModelException e) {
            return Optional.empty();
        }
    }

    private static float[] atPrompt(TowerOutput output, Tokens prompt) {
        Captured captured = output.captured().get(0);
        int positions = Math.min(captured.shape()[1], prompt.ids().length);
        return Arrays.copyOf(captured.values(), positions * captured.shape()[2]);
    }

    private static boolean alike(Optional<float[]> one, Optional<float[]> other) {
        if (one.isEmpty() || other.isEmpty()) {
            // What cannot be padded is run at its own length.
            return one.isPresent();
        }
        float largest = 0;
        float difference = 0;
        for (int i = 0; i < one.get().length; i++) {
            largest = Math.max(largest, Math.abs(one.get()[i]));
            difference = Math.max(difference, Math.abs(one.get()[i] - other.get()[i]));
        }
        return difference <= TOLERANCE * largest;
    }
}
