package org.clipprobe.attack.run;

import java.util.Map;

/**
 * What a group of trials came to. Intervals and tests take trials as independent; where a picture was attacked in many
 * ways ({@code pictures} well below {@code trials}) they are narrower than they should be.
 *
 * @param trials how many attacks
 * @param pictures how many different pictures were attacked
 * @param outcomes how often each of the four outcomes came; they sum to {@code trials}
 * @param success share of trials that changed to the target
 * @param accuracyBefore share of pictures that are named rightly without an attack; pictures whose class is not in the class
 *     list count as wrong
 * @param accuracyAfter share of trials in which the attacked picture is named rightly
 * @param accuracyChange whether accuracy changed
 * @param meanCover mean share of changed pixels
 * @param meanLetters mean size of the letters as they were drawn, in pixels; below the size that was asked for where texts
 *     had to be shrunk
 * @param meanMarginShift mean change of the true class's margin in logits, where the class list has it; NaN where never
 * @param meanTargetRankBefore mean rank of the target, where the class list has it; NaN where never
 * @param meanTargetRankAfter the same in the attacked pictures
 */
public record Summary(
        long trials,
        long pictures,
        Map<Outcome, Long> outcomes,
        Proportion success,
        Proportion accuracyBefore,
        Proportion accuracyAfter,
        McNemar accuracyChange,
        double meanCover,
        double meanLetters,
        double meanMarginShift,
        double meanTargetRankBefore,
        double meanTargetRankAfter) {
    public Summary {
        outcomes = Map.copyOf(outcomes);
    }
}
