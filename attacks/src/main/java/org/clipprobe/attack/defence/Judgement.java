package org.clipprobe.attack.defence;

import java.util.List;
import org.clipprobe.attack.outcome.ControlTally;
import org.clipprobe.attack.outcome.McNemar;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.statistic.ClusteredTrials;
import org.clipprobe.statistic.Estimate;
import org.clipprobe.statistic.Scope;

/**
 * How a model fares in some cases, with 95 % intervals that know which cases share a source, a class or a word.
 *
 * @param cases how many
 * @param success how often the answer became the attack's target
 * @param anagram how often it did so when the letters were shuffled
 * @param beyondAnagram the difference
 * @param beyondBlank success beyond a blank label
 * @param clean how often it is right about clean pictures
 * @param attacked how often it is right about attacked ones
 * @param scope what the intervals hold for
 */
public record Judgement(
        long cases,
        Proportion success,
        Proportion anagram,
        Estimate beyondAnagram,
        Estimate beyondBlank,
        Proportion clean,
        Proportion attacked,
        Scope scope) {
    private static final int SUCCESS = 0;
    private static final int ANAGRAM = 1;
    private static final int BLANK = 2;
    private static final int CLEAN = 3;
    private static final int ATTACKED = 4;

    static Judgement of(List<AttackCase> cases, List<CaseOutcome> outcomes) {
        ClusteredTrials trials = new ClusteredTrials(5);
        for (int i = 0; i < cases.size(); i++) {
            CaseOutcome outcome = outcomes.get(i);
            add(
                    trials,
                    cases.get(i),
                    one(outcome.success()),
                    one(outcome.anagram()),
                    one(outcome.blank()),
                    one(outcome.right()),
                    one(outcome.rightAttacked()));
        }
        return new Judgement(
                cases.size(),
                ControlTally.proportion(trials, SUCCESS),
                ControlTally.proportion(trials, ANAGRAM),
                trials.difference(SUCCESS, ANAGRAM),
                trials.difference(SUCCESS, BLANK),
                ControlTally.proportion(trials, CLEAN),
                ControlTally.proportion(trials, ATTACKED),
                trials.scope());
    }

    /**
     * What a change does, in the same cases.
     *
     * @param drop of the success beyond the anagram, positive where the attack became weaker
     * @param cleanLoss share of clean pictures that it is right about less often
     * @param attackedGain share of attacked pictures that it is right about more often
     * @param cleanP McNemar's p of the answers about clean pictures, before against after
     */
    public record Effect(Estimate drop, Estimate cleanLoss, Estimate attackedGain, double cleanP) {
        static Effect of(List<AttackCase> cases, List<CaseOutcome> before, List<CaseOutcome> after) {
            ClusteredTrials trials = new ClusteredTrials(6);
            McNemar.Pairs pairs = new McNemar.Pairs();
            for (int i = 0; i < cases.size(); i++) {
                AttackCase attack = cases.get(i);
                CaseOutcome first = before.get(i);
                CaseOutcome second = after.get(i);
                add(
                        trials,
                        attack,
                        Math.min(1, fallen(first, second)),
                        Math.min(1, fallen(second, first)),
                        one(first.right()),
                        one(second.right()),
                        one(second.rightAttacked()),
                        one(first.rightAttacked()));
                pairs.add(attack.source(), attack.trueClass(), first.right(), second.right());
            }
            Estimate moved = trials.difference(0, 1);
            double drop = 0;
            for (int i = 0; i < cases.size(); i++) {
                drop += (double) (fallen(before.get(i), after.get(i)) - fallen(after.get(i), before.get(i)))
                        / cases.size();
            }
            return new Effect(
                    // The shares count a case once where attack and anagram changed in it; the value counts both.
                    new Estimate(drop, drop - (moved.value() - moved.low()), drop + (moved.high() - moved.value())),
                    trials.difference(2, 3),
                    trials.difference(4, 5),
                    pairs.test().p());
        }
    }

    /** What made success beyond the anagram less: a success that is gone, an anagram's that is new. */
    private static int fallen(CaseOutcome before, CaseOutcome after) {
        return (before.success() && !after.success() ? 1 : 0) + (!before.anagram() && after.anagram() ? 1 : 0);
    }

    private static void add(ClusteredTrials trials, AttackCase attack, double... values) {
        trials.add(attack.source(), attack.trueClass(), attack.text(), 1, values);
    }

    private static double one(boolean happened) {
        return happened ? 1 : 0;
    }
}
