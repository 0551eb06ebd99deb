package org.clipprobe.model;

import java.nio.file.Path;

/**
 * How many tokens a text tower takes.
 *
 * @param file for messages
 * @param context the most tokens of a prompt
 * @param padded whether every prompt is padded to the context; otherwise it is run at its own length
 * @param padding the token that prompts are padded with
 * @param fixedBatch the number of prompts in a run where the export fixed it, else 0
 */
record TextShape(Path file, int context, boolean padded, int padding, int fixedBatch) {
    /** Positions that the tower is run on for a prompt. */
    int length(Tokens prompt) throws ModelException {
        if (prompt.ids().length > context) {
            throw new ModelException(file + ": expected a prompt of at most " + context + " tokens, found "
                    + prompt.ids().length + "; tokenize it with this model's text tower, which cuts it");
        }
        return padded ? context : prompt.ids().length;
    }
}
