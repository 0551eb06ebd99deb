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
        /** Pictures, {@code [batch, 3, height, width]} or {@code [batch, height, width, 3]}. */
        PIXELS,
        /** Token ids, {@code [batch, tokens]}. */
        TOKENS,
        /** 1 for a token to be looked at, 0 for padding, {@code [batch, tokens]}. */
        ATTENTION_MASK,
        /** Each token's place, counted from 0, {@code [batch, tokens]}. */
        POSITION_IDS,
        /** Which of two sentences a token belongs to; a prompt is one: 0, {@code [batch, tokens]}. */
        TOKEN_TYPES,
        /** How many of a prompt's tokens are no padding, {@code [batch]}; not of the file but of what is captured. */
        LENGTHS,
        /** Anything else. */
        OTHER
    }

    /** Element types that a tower's inputs have. */
    public enum Element {
        FLOAT,
        FLOAT16,
        UINT8,
        INT32,
        INT64,
        BOOL,
        OTHER
    }

    public TowerInput {
        dims = List.copyOf(dims);
    }

    /** Whether a picture's three colours are the last axis. */
    public boolean channelsLast() {
        return dims.size() == 4 && dims.get(3) == 3 && dims.get(1) != 3;
    }

    /** A picture's height in pixels, −1 where the file leaves it open. */
    public long height() {
        return dims.get(channelsLast() ? 1 : 2);
    }

    /** A picture's width in pixels, −1 where the file leaves it open. */
    public long width() {
        return dims.get(channelsLast() ? 2 : 3);
    }
}
