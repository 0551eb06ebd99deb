package org.clipprobe.model.internal.build;

import java.util.List;

/**
 * One input of a tower's graph.
 *
 * @param name the tensor's name
 * @param type its element type
 * @param dims its dimensions, −1 where the file leaves one open
 * @param role what it is for
 */
public record TowerInput(String name, Element type, List<Long> dims, Role role) {
    /** What an input is for. */
    public enum Role {
        /** Pictures, {@code [batch, 3, height, width]}. */
        PIXELS,
        /** Token ids, {@code [batch, tokens]}. */
        TOKENS,
        /** 1 for a token to be looked at, 0 for padding, {@code [batch, tokens]}. */
        ATTENTION_MASK,
        /** Each token's place, counted from 0, {@code [batch, tokens]}. */
        POSITION_IDS,
        /** Anything else. */
        OTHER
    }

    /** Element types that a tower's inputs have. */
    public enum Element {
        FLOAT,
        FLOAT16,
        INT32,
        INT64,
        BOOL,
        OTHER
    }

    public TowerInput {
        dims = List.copyOf(dims);
    }
}
