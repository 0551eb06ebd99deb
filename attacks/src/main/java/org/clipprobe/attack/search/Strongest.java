package org.clipprobe.attack.search;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Control;
import org.clipprobe.attack.outcome.Contrast;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.run.Skipped;
import org.clipprobe.statistic.Estimate;
import org.clipprobe.statistic.Scope;

/**
 * The strongest attacks that a {@link WordSearch} found. What it chose by is told apart from what the choice is worth on
 * pictures that the search never saw.
 *
 * @param plan what was asked for
 * @param exhaustive whether every word was tried in every style on every picture
 * @param pictures how many pictures the search saw
 * @param words how many words there were to choose from
 * @param weighed how many of them were drawn and weighed before the search; 0 when it was exhaustive
 * @param units how many units guided it; 0 when none did
 * @param driven the guiding units that the best word's own picture drives furthest, as columns of what the model captures
 * @param best the strongest, the best first
 * @param random the best that random search found with the same budget, once for each of several seeds
 * @param moreThanRandom how much more often the first of {@code best} succeeds on the unseen pictures than the random
 *     searches' finds do in the mean
 * @param scope what the intervals on the unseen pictures are about
 * @param spent pictures that went through the model within the budget, words' own pictures among them
 * @param smallest the smallest letters with which the best attack still wins, for each picture that the search saw
 * @param examples the best attack on unseen pictures, or on seen ones where there are no others
 * @param skipped pictures that could not be read, and why
 */
public record Strongest(
        WordSearch.Plan plan,
        boolean exhaustive,
        int pictures,
        int words,
        int weighed,
        int units,
        List<Integer> driven,
        List<Candidate> best,
        List<Candidate> random,
        Estimate moreThanRandom,
        Scope scope,
        long spent,
        List<SmallestSize> smallest,
        List<Trial> examples,
        List<Skipped> skipped) {
    public Strongest {
        driven = List.copyOf(driven);
        best = List.copyOf(best);
        random = List.copyOf(random);
        smallest = List.copyOf(smallest);
        examples = List.copyOf(examples);
        skipped = List.copyOf(skipped);
    }

    /**
     * An attack that was found.
     *
     * @param attack what it is
     * @param seen share of the pictures of the search that it fools: a little too good, since it was chosen by them
     * @param unseen share of pictures of other sources that it fools
     * @param controls what its controls did to these other pictures; empty where none was made
     * @param meanCover mean share of changed pixels
     */
    public record Candidate(
            Attack attack, Proportion seen, Proportion unseen, List<Against> controls, double meanCover) {
        public Candidate {
            controls = List.copyOf(controls);
        }

        /** Against one control; empty where it was not made. */
        public Optional<Against> against(Control control) {
            return controls.stream().filter(each -> each.control == control).findFirst();
        }
    }

    /**
     * A candidate against one of its controls.
     *
     * @param share of the unseen pictures that the control fools
     * @param more the candidate's share minus this one
     */
    public record Against(Control control, Proportion share, Estimate more) {
        static Against of(Contrast contrast, Arena.Goal goal) {
            return goal == Arena.Goal.TARGETED
                    ? new Against(contrast.control(), contrast.success(), contrast.moreSuccess())
                    : new Against(contrast.control(), contrast.broken(), contrast.moreBroken());
        }
    }

    /**
     * How large letters must be.
     *
     * @param picture its name
     * @param pixels the smallest size found by bisection; empty where the attack does not win at any size
     */
    public record SmallestSize(String picture, OptionalDouble pixels) {}
}
