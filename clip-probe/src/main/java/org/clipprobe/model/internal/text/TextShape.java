package org.clipprobe.model.internal.text;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Tokens;

/**
 * How many tokens a text tower is run on.
 *
 * @param file for messages
 * @param context the most tokens of a prompt
 * @param padded whether every prompt is padded to the context; otherwise it is run at its own length
 * @param padding the token that prompts are padded with, where it is known
 * @param masked whether an attention mask leaves padding out; a tower that reads out the last position looks at it
 * @param fixedBatch the number of prompts in a run where the export fixed it, else 0
 */
public record TextShape(Path file, int context, boolean padded, OptionalInt padding, boolean masked, int fixedBatch) {
    /** Positions that the tower is run on for a prompt. */
    public int length(Tokens prompt) throws ModelException {
        int tokens = prompt.ids().length;
        if (tokens > context) {
            throw new ModelException(file + ": expected a prompt of at most " + context + " tokens, found " + tokens
                    + "; tokenize it with this model's text tower, which cuts it");
        }
        if (padded && tokens < context && padding.isEmpty()) {
            throw new ModelException(file + ": expected to know which token a prompt of " + tokens
                    + " tokens is padded with to the tower's " + context
                    + ", since it changes the embedding, but neither"
                    + " tokenizer_config.json, special_tokens_map.json, tokenizer.json nor config.json says it; fetch"
                    + " the tokenizer's files from where the model came from");
        }
        return padded ? context : tokens;
    }
}
