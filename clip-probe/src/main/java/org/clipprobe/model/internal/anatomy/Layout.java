package org.clipprobe.model.internal.anatomy;

/** How a hook point's tensor is laid out. */
public enum Layout {
    /** {@code [batch, tokens, units]}. */
    BATCH_FIRST,
    /** {@code [tokens, batch, units]}. */
    TOKENS_FIRST,
    /** {@code [batch × tokens, units]}. */
    FLAT_BATCH_FIRST,
    /** {@code [tokens × batch, units]}. */
    FLAT_TOKENS_FIRST,
    /** {@code [batch, units]}. */
    ROWS,
    /** {@code [batch, units, height, width]}. */
    CHANNELS_FIRST,
    /** {@code [batch, height, width, units]}. */
    CHANNELS_LAST,
    /** {@code [batch, heads, queries, keys]}. */
    PATTERN,
    /** {@code [batch × heads, queries, keys]}. */
    FLAT_PATTERN
}
