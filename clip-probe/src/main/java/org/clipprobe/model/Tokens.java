package org.clipprobe.model;

import java.util.Arrays;

/**
 * A prompt as the text tower takes it, special tokens included, padding not.
 *
 * @param prompt what was tokenized
 * @param ids the tokens, at least one and at most the tower's context
 * @param cut whether the prompt was longer than the tower's context and its end was cut off; the end token stays last
 */
public record Tokens(String prompt, int[] ids, boolean cut) {
    public Tokens {
        if (ids.length == 0) {
            throw new IllegalArgumentException("tokens: expected at least one, found none");
        }
    }

    /** Tokens made elsewhere. */
    public static Tokens of(int... ids) {
        return new Tokens("", ids.clone(), false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens that
                && prompt.equals(that.prompt)
                && cut == that.cut
                && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return 31 * prompt.hashCode() + Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return (prompt.isEmpty() ? "" : "\"" + prompt + "\" ") + Arrays.toString(ids) + (cut ? " (cut)" : "");
    }
}
