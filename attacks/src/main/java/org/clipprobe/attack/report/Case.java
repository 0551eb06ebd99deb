package org.clipprobe.attack.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.attack.outcome.Answer;
import org.clipprobe.attack.outcome.Guess;
import org.clipprobe.attack.outcome.Outcome;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Thumbnails;

/**
 * A trial as the gallery shows it.
 *
 * @param trial what was done and seen
 * @param before the picture without the attack
 * @param after the attacked picture
 * @param outcome in words
 */
record Case(Trial trial, Side before, Side after, String outcome) {
    /**
     * A picture with what the model sees in it.
     *
     * @param picture class that shows it, where it could be made
     */
    record Side(String label, Optional<String> picture, List<Bar> bars) {}

    /**
     * One answer.
     *
     * @param width of its bar, in percent
     * @param kind {@code truth}, {@code target} or {@code other}
     */
    record Bar(String name, String percent, String width, String kind) {}

    /** Cases whose pictures stand in twos, before and after, from {@code first} on. */
    static List<Case> all(List<Trial> trials, int first, Thumbnails thumbnails) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            Optional<String> before = thumbnails.of(first + 2 * i);
            Optional<String> after = thumbnails.of(first + 2 * i + 1);
            cases.add(new Case(
                    trial,
                    new Side("before", before, bars(trial, trial.before())),
                    new Side("after", after, bars(trial, trial.after())),
                    words(trial.outcome())));
        }
        return cases;
    }

    private static List<Bar> bars(Trial trial, Answer answer) {
        return answer.top().stream().map(guess -> bar(trial, guess)).toList();
    }

    private static Bar bar(Trial trial, Guess guess) {
        String kind = guess.name().equalsIgnoreCase(trial.trueClass())
                ? "truth"
                : guess.name().equalsIgnoreCase(trial.attack().target()) ? "target" : "other";
        return new Bar(
                guess.name(),
                Numbers.percent(Math.rint(guess.probability() * 1000) / 1000),
                Numbers.percent(Math.rint(guess.probability() * 1000) / 1000).replace(" ", ""),
                kind);
    }

    static String words(Outcome outcome) {
        return switch (outcome) {
            case CHANGED_TO_TARGET -> "changed to the target";
            case TARGET_ALREADY -> "the target already";
            case CHANGED_AWAY -> "changed, not to the target";
            case UNCHANGED -> "unchanged";
        };
    }
}
