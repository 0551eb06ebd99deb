package org.clipprobe.attack.defence;

import java.util.List;
import org.clipprobe.model.Unit;
import org.clipprobe.statistic.Estimate;

/**
 * What an ablation study says of who carries the attack.
 *
 * @param kind the answer
 * @param parts the units or heads that carry it, the strongest first; empty for the other answers
 * @param share of the success beyond the anagram that their ablation takes away beyond what as many random ones take; NaN
 *     where nothing was named
 * @param drop of the success beyond the anagram when they are ablated
 * @param words the answer in a sentence
 */
public record Verdict(Answer kind, List<Unit> parts, double share, Estimate drop, String words) {
    public Verdict {
        parts = List.copyOf(parts);
    }

    /** The possible answers. */
    public enum Answer {
        /** A few units carry it. */
        UNITS,
        /** A few heads carry it. */
        HEADS,
        /** No few units or heads do, but all of them, or a whole block. */
        SPREAD,
        /** Nothing that was ablated carries it. */
        NOTHING_NAMED,
        /** The attack does no more than its letters in another order. */
        NO_ATTACK
    }
}
