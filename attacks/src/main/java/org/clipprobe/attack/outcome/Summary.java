package org.clipprobe.attack.outcome;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.attack.Control;
import org.clipprobe.statistic.Scope;

/**
 * The result of a group of trials. Intervals and tests know that trials share pictures, classes and words ({@link
 * org.clipprobe.statistic.ClusteredTrials}).
 *
 * @param trials how many attacks
 * @param pictures how many different pictures were attacked
 * @param outcomes how often each of the four outcomes came; they sum to {@code trials}
 * @param success share of trials that changed to the target
 * @param broken share of trials on pictures that were named rightly, after which they were not
 * @param contrasts the attacks against each of their controls; empty where none was made
 * @param scope what the intervals are about
 * @param accuracyBefore share of pictures that are named rightly without an attack; pictures whose class is not in the class
 *     list count as wrong, and those of which nobody says what they show do not count
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
        Proportion broken,
        List<Contrast> contrasts,
        Scope scope,
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
        contrasts = List.copyOf(contrasts);
    }

    /** The attacks against one control; empty where it was not made. */
    public Optional<Contrast> contrast(Control control) {
        return contrasts.stream().filter(each -> each.control() == control).findFirst();
    }

    /** What the words' meaning adds: success minus that of the anagrams; success itself where there are none. */
    public double advantage() {
        return contrast(Control.ANAGRAM)
                .map(contrast -> contrast.moreSuccess().value())
                .orElse(success.share());
    }
}
