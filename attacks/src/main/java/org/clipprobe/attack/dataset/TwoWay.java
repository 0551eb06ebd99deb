package org.clipprobe.attack.dataset;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.clipprobe.attack.run.Batches;
import org.clipprobe.attack.run.ImageEmbedder;
import org.clipprobe.attack.run.McNemar;
import org.clipprobe.attack.run.Proportion;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.image.PictureException;
import org.clipprobe.image.Pictures;
import org.clipprobe.run.Progress;
import org.clipprobe.run.Skipped;

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
     * @param file where the picture lies
     * @param object what it shows
     * @param attack what is written in it, or would be
     * @param objectLogit of the object's label
     * @param attackLogit of the attack word
     */
    public record Choice(
            String id, String set, Path file, String object, String attack, double objectLogit, double attackLogit) {
        public boolean right() {
            return objectLogit > attackLogit;
        }

        /** By how much the object wins, in logits; below 0 where the attack word does. */
        public double margin() {
            return objectLogit - attackLogit;
        }
    }

    /**
     * What a model chose.
     *
     * @param choices one for each picture that could be read, in the data set's order
     * @param skipped pictures that could not be read, and why
     */
    public record Choices(List<Choice> choices, List<Skipped> skipped) {
        public Choices {
            choices = List.copyOf(choices);
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * One group's result.
     *
     * @param set the set's name, or what else its choices share
     * @param accuracy share of right choices
     * @param meanMargin mean of object's minus attack's logit
     */
    public record SetAccuracy(String set, Proportion accuracy, double meanMargin) {}

    /**
     * Puts every picture of a data set before a model.
     *
     * @param classes with all of the data set's objects and attack words, such as {@link AttackDataset#classes}
     * @param batch pictures per forward pass
     */
    public static Choices choose(
            ImageEmbedder model, AttackDataset dataset, ZeroShot classes, int batch, Progress progress)
            throws IOException {
        List<Choice> choices = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        List<AttackDataset.Item> items = new ArrayList<>();
        List<InterleavedU8> fitted = new ArrayList<>();
        try (Progress.Task task =
                progress.begin("looking at pictures", dataset.items().size())) {
            for (AttackDataset.Item item : dataset.items()) {
                try {
                    fitted.add(model.fit(Pictures.read(item.file())));
                    items.add(item);
                } catch (PictureException e) {
                    skipped.add(new Skipped(item.file().toString(), e.getMessage()));
                }
                if (items.size() == batch) {
                    choices.addAll(choose(model, items, fitted, classes));
                }
                task.advance(1);
            }
            choices.addAll(choose(model, items, fitted, classes));
        }
        return new Choices(choices, skipped);
    }

    /** Chooses for a batch, and empties it. */
    private static List<Choice> choose(
            ImageEmbedder model, List<AttackDataset.Item> items, List<InterleavedU8> fitted, ZeroShot classes)
            throws IOException {
        List<Choice> choices = new ArrayList<>();
        List<double[]> logits = Batches.logits(model, classes, items.size(), fitted::get, Math.max(1, items.size()));
        for (int i = 0; i < items.size(); i++) {
            AttackDataset.Item item = items.get(i);
            choices.add(new Choice(
                    item.id(),
                    item.set(),
                    item.file(),
                    item.object(),
                    item.attackWord(),
                    logits.get(i)[index(classes, item.object())],
                    logits.get(i)[index(classes, item.attackWord())]));
        }
        items.clear();
        fitted.clear();
        return choices;
    }

    private static int index(ZeroShot classes, String name) {
        return classes.indexOf(name)
                .orElseThrow(() -> new IllegalArgumentException("expected " + name + " in the class list, found none"));
    }

    /** Accuracy by set, sets in the order of their names. */
    public static List<SetAccuracy> accuracy(List<Choice> choices) {
        return accuracy(choices, Choice::set);
    }

    /** Accuracy by anything that choices have, such as the attack word, in the order of its letters. */
    public static List<SetAccuracy> accuracy(List<Choice> choices, Function<Choice, String> key) {
        Map<String, List<Choice>> groups = new TreeMap<>();
        choices.forEach(choice -> groups.computeIfAbsent(key.apply(choice), group -> new ArrayList<>())
                .add(choice));
        return groups.entrySet().stream()
                .map(entry -> new SetAccuracy(
                        entry.getKey(),
                        new Proportion(
                                entry.getValue().stream().filter(Choice::right).count(),
                                entry.getValue().size()),
                        entry.getValue().stream()
                                .mapToDouble(Choice::margin)
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
