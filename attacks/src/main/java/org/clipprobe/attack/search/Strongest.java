package org.clipprobe.attack.search;

import java.util.List;
import java.util.OptionalDouble;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.run.McNemar;
import org.clipprobe.attack.run.Proportion;
import org.clipprobe.attack.run.Trial;
import org.clipprobe.run.Skipped;

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
 * @param random the best that random search found with the same budget
 * @param against whether the first of {@code best} and {@code random} differ on the unseen pictures
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
        Candidate random,
        McNemar against,
        long spent,
        List<SmallestSize> smallest,
        List<Trial> examples,
        List<Skipped> skipped) {
    public Strongest {
        driven = List.copyOf(driven);
        best = List.copyOf(best);
        smallest = List.copyOf(smallest);
        examples = List.copyOf(examples);
        skipped = List.copyOf(skipped);
    }

    /**
     * An attack that was found.
     *
     * @param attack what it is
     * @param seen share of the pictures of the search that it fools: a little too good, since it was chosen by them
     * @param unseen share of other pictures that it fools
     * @param meanCover mean share of changed pixels
     */
    public record Candidate(Attack attack, Proportion seen, Proportion unseen, double meanCover) {}

    /**
     * How large letters must be.
     *
     * @param picture its name
     * @param pixels the smallest size found by bisection; empty where the attack does not win at any size
     */
    public record SmallestSize(String picture, OptionalDouble pixels) {}
}
