package org.clipprobe.attack;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two-way scoring (SCAM, Westerhoff et al. 2025): the model chooses between what a picture shows and what is written in it,
 * each with its templates averaged. Right is the object; a tie is wrong, since the model then does not tell them apart.
 */
public final class TwoWay {
    private TwoWay() {}

    /**
     * One choice.
     *
     * @param id what the pictures of one scene share over the sets
     * @param set such as {@code SCAM}, {@code NoSCAM} or {@code SynthSCAM}
     * @param objectLogit of the object's label
     * @param attackLogit of the attack word
     */
    public record Choice(String id, String set, String object, String attack, double objectLogit, double attackLogit) {
        public boolean right() {
            return objectLogit > attackLogit;
        }
    }

    /**
     * One set's result.
     *
     * @param accuracy share of right choices
     * @param meanMargin mean of object's minus attack's logit
     */
    public record SetAccuracy(String set, Proportion accuracy, double meanMargin) {}

    /** Accuracy by set, sets in the order of their names. */
    public static List<SetAccuracy> accuracy(List<Choice> choices) {
        Map<String, List<Choice>> bySet = new TreeMap<>();
        choices.forEach(choice -> bySet.computeIfAbsent(choice.set, set -> new java.util.ArrayList<>())
                .add(choice));
        return bySet.entrySet().stream()
                .map(entry -> new SetAccuracy(
                        entry.getKey(),
                        new Proportion(
                                entry.getValue().stream().filter(Choice::right).count(),
                                entry.getValue().size()),
                        entry.getValue().stream()
                                .mapToDouble(choice -> choice.objectLogit - choice.attackLogit)
                                .average()
                                .orElse(Double.NaN)))
                .toList();
    }

    /** Whether two sets' accuracies differ, over the scenes that both have. */
    public static McNemar compare(List<Choice> choices, String first, String second) {
        Map<String, Boolean> inFirst = new HashMap<>();
        choices.stream()
                .filter(choice -> choice.set.equals(first))
                .forEach(choice -> inFirst.put(choice.id, choice.right()));
        long onlyFirst = 0;
        long onlySecond = 0;
        for (Choice choice : choices) {
            Boolean before = choice.set.equals(second) ? inFirst.get(choice.id) : null;
            onlyFirst += before != null && before && !choice.right() ? 1 : 0;
            onlySecond += before != null && !before && choice.right() ? 1 : 0;
        }
        return new McNemar(onlyFirst, onlySecond);
    }
}
