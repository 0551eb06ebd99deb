package org.clipprobe.attack.run;

import org.clipprobe.attack.Attack;

/**
 * One attack on one picture.
 *
 * @param picture its name
 * @param trueClass what it shows
 * @param variant which of the protocol's attacks on this picture, from 0
 * @param attack what was done to it
 * @param coverShare share of pixels that changed, 0 to 1
 * @param drawnSize of the letters in pixels
 * @param before what the model saw in the picture
 * @param after what it saw in the attacked one
 */
public record Trial(
        String picture,
        String trueClass,
        int variant,
        Attack attack,
        double coverShare,
        double drawnSize,
        Answer before,
        Answer after) {
    /** What the attack did to the model's answer. */
    public Outcome outcome() {
        if (before.target().first()) {
            return Outcome.TARGET_ALREADY;
        }
        if (after.target().first()) {
            return Outcome.CHANGED_TO_TARGET;
        }
        return before.first().equals(after.first()) ? Outcome.UNCHANGED : Outcome.CHANGED_AWAY;
    }

    /** Whether the model was right about the picture and the attack made it wrong. */
    public boolean broken() {
        return before.truth().first() && !after.truth().first();
    }
}
