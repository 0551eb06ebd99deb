package org.clipprobe.attack.outcome;

import java.util.List;

/**
 * What a model sees in one picture.
 *
 * @param top its strongest answers, the strongest first, at most five
 * @param truth how the class that the picture shows stands
 * @param target how the class stands that the attack is to evoke
 */
public record Answer(List<Guess> top, Standing truth, Standing target) {
    /** How many answers are kept. */
    public static final int TOP = 5;

    public Answer {
        top = List.copyOf(top);
        if (top.isEmpty()) {
            throw new IllegalArgumentException("expected at least one answer, found none");
        }
    }

    /** The class that the model answers with. */
    public String first() {
        return top.get(0).name();
    }
}
