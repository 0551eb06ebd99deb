package org.clipprobe.attack.outcome;

import java.util.List;
import java.util.Optional;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Control;

/**
 * One attack on one picture, with its controls.
 *
 * @param picture its name
 * @param source what exists once in the world and the picture was made from; the picture's name where it is not known
 * @param trueClass what it shows; empty where nobody says
 * @param variant which of the protocol's attacks on this picture, from 0
 * @param attack what was done to it
 * @param coverShare share of pixels that changed, 0 to 1
 * @param drawnSize of the letters in pixels
 * @param before what the model saw in the picture
 * @param after what it saw in the attacked one
 * @param controls what it saw in the picture's controls; may be empty
 */
public record Trial(
        String picture,
        String source,
        String trueClass,
        int variant,
        Attack attack,
        double coverShare,
        double drawnSize,
        Answer before,
        Answer after,
        List<Controlled> controls) {
    public Trial {
        controls = List.copyOf(controls);
    }

    /** A trial without controls on a picture that is its own source. */
    public Trial(
            String picture,
            String trueClass,
            int variant,
            Attack attack,
            double coverShare,
            double drawnSize,
            Answer before,
            Answer after) {
        this(picture, picture, trueClass, variant, attack, coverShare, drawnSize, before, after, List.of());
    }

    /** What the attack did to the model's answer. */
    public Outcome outcome() {
        return outcome(after);
    }

    /** What a control, or the attack itself, did to the model's answer. */
    public Outcome outcome(Answer answer) {
        if (before.target().first()) {
            return Outcome.TARGET_ALREADY;
        }
        if (answer.target().first()) {
            return Outcome.CHANGED_TO_TARGET;
        }
        return before.first().equals(answer.first()) ? Outcome.UNCHANGED : Outcome.CHANGED_AWAY;
    }

    /** Whether it is known what the picture shows, so that an answer can be right or wrong. */
    public boolean labelled() {
        return !trueClass.isEmpty();
    }

    /** What the picture shows; where nobody says, its source: nothing else is known to show the same. */
    String cluster() {
        return labelled() ? trueClass : source;
    }

    /** Whether the model was right about the picture before anything was written. */
    public boolean rightBefore() {
        return before.truth().first();
    }

    /** Whether the model was right about the picture and the attack made it wrong. */
    public boolean broken() {
        return broken(after);
    }

    /** The same of a control, or of the attack itself. */
    public boolean broken(Answer answer) {
        return rightBefore() && !answer.truth().first();
    }

    /** The control of a kind, where it was made. */
    public Optional<Controlled> control(Control kind) {
        return controls.stream().filter(each -> each.control() == kind).findFirst();
    }
}
