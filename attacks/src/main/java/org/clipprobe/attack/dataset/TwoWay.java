package org.clipprobe.attack.dataset;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.clipprobe.attack.outcome.ControlTally;
import org.clipprobe.attack.outcome.McNemar;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.run.Batches;
import org.clipprobe.attack.run.ImageEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.image.PictureException;
import org.clipprobe.image.Pictures;
import org.clipprobe.run.Progress;
import org.clipprobe.run.Skipped;
import org.clipprobe.statistic.ClusteredTrials;

/**
 * Scoring of pictures that others attacked. Two ways (SCAM, Westerhoff et al. 2025): the model chooses between what a
 * picture shows and what is written in it. Over all classes (Defense-Prefix, Azuma and Matsui 2023): it chooses among all
 * labels and attack words of the data set. Right is the object; a tie is wrong, since the model then does not tell them
 * apart.
 */
public final class TwoWay {
    /** The fewest pictures of a quarter that say something. */
    private static final int FEWEST_IN_QUARTER = 20;

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
     * @param rivalLogit the highest of what else the model could choose: the attack word's where it chooses two ways
     * @param labelArea percent of the picture that the written label covers; empty where the data set does not say
     */
    public record Choice(
            String id,
            String set,
            Path file,
            String object,
            String attack,
            double objectLogit,
            double attackLogit,
            double rivalLogit,
            OptionalDouble labelArea) {
        /** A choice between two ways. */
        public Choice(
                String id,
                String set,
                Path file,
                String object,
                String attack,
                double objectLogit,
                double attackLogit) {
            this(id, set, file, object, attack, objectLogit, attackLogit, attackLogit, OptionalDouble.empty());
        }

        public boolean right() {
            return objectLogit > rivalLogit;
        }

        /** By how much the object wins, in logits; below 0 where something else does. */
        public double margin() {
            return objectLogit - rivalLogit;
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
     * @param scoring what it chooses among
     * @param batch pictures per forward pass
     */
    public static Choices choose(
            ImageEmbedder model,
            AttackDataset dataset,
            ZeroShot classes,
            DatasetProtocol.Scoring scoring,
            int batch,
            Progress progress)
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
                    choices.addAll(choose(model, items, fitted, classes, scoring));
                }
                task.advance(1);
            }
            choices.addAll(choose(model, items, fitted, classes, scoring));
        }
        return new Choices(choices, skipped);
    }

    /** Chooses for a batch, and empties it. */
    private static List<Choice> choose(
            ImageEmbedder model,
            List<AttackDataset.Item> items,
            List<InterleavedU8> fitted,
            ZeroShot classes,
            DatasetProtocol.Scoring scoring)
            throws IOException {
        List<Choice> choices = new ArrayList<>();
        List<double[]> logits = Batches.logits(model, classes, items.size(), fitted::get, Math.max(1, items.size()));
        for (int i = 0; i < items.size(); i++) {
            AttackDataset.Item item = items.get(i);
            double[] all = logits.get(i);
            int object = index(classes, item.object());
            double attack = all[index(classes, item.attackWord())];
            choices.add(new Choice(
                    item.id(),
                    item.set(),
                    item.file(),
                    item.object(),
                    item.attackWord(),
                    all[object],
                    attack,
                    scoring == DatasetProtocol.Scoring.TWO_WAY
                            ? attack
                            : IntStream.range(0, all.length)
                                    .filter(other -> other != object)
                                    .mapToDouble(other -> all[other])
                                    .max()
                                    .orElse(Double.NEGATIVE_INFINITY),
                    item.labelArea()));
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
                        accuracyOf(entry.getValue()),
                        entry.getValue().stream()
                                .mapToDouble(Choice::margin)
                                .average()
                                .orElse(Double.NaN)))
                .toList();
    }

    /**
     * Accuracy by quarter of the label's area, smallest first, of each set whose pictures all say how large it is and which
     * has at least {@value #FEWEST_IN_QUARTER} in each quarter. Pictures of one area stay together.
     */
    public static List<SetAccuracy> byLabelArea(List<Choice> choices) {
        Map<String, List<Choice>> sets = new TreeMap<>();
        choices.forEach(choice ->
                sets.computeIfAbsent(choice.set, set -> new ArrayList<>()).add(choice));
        List<SetAccuracy> quarters = new ArrayList<>();
        sets.forEach((set, all) -> {
            if (all.stream().allMatch(choice -> choice.labelArea.isPresent())) {
                quarters.addAll(quarters(set, all));
            }
        });
        return quarters;
    }

    private static List<SetAccuracy> quarters(String set, List<Choice> choices) {
        double[] areas = choices.stream()
                .mapToDouble(choice -> choice.labelArea.orElseThrow())
                .sorted()
                .toArray();
        Percentile quartile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        double[] ends = IntStream.rangeClosed(1, 3)
                .mapToDouble(quarter -> quartile.evaluate(areas, 25.0 * quarter))
                .toArray();
        List<SetAccuracy> quarters = new ArrayList<>();
        for (int quarter = 0; quarter < 4; quarter++) {
            double above = quarter == 0 ? Double.NEGATIVE_INFINITY : ends[quarter - 1];
            double upTo = quarter == 3 ? Double.POSITIVE_INFINITY : ends[quarter];
            List<Choice> some = choices.stream()
                    .filter(choice -> choice.labelArea.orElseThrow() > above && choice.labelArea.orElseThrow() <= upTo)
                    .toList();
            if (some.size() < FEWEST_IN_QUARTER) {
                return List.of();
            }
            quarters.add(new SetAccuracy(
                    (set.isEmpty() ? "" : set + ", ")
                            + String.format(
                                    Locale.ROOT,
                                    "label %.1f to %.1f %%",
                                    some.stream()
                                            .mapToDouble(choice -> choice.labelArea.orElseThrow())
                                            .min()
                                            .orElseThrow(),
                                    some.stream()
                                            .mapToDouble(choice -> choice.labelArea.orElseThrow())
                                            .max()
                                            .orElseThrow()),
                    accuracyOf(some),
                    some.stream().mapToDouble(Choice::margin).average().orElse(Double.NaN)));
        }
        return quarters;
    }

    private static Proportion accuracyOf(List<Choice> choices) {
        ClusteredTrials trials = new ClusteredTrials(1);
        choices.forEach(choice -> trials.add(choice.id, choice.object, choice.attack, 1, choice.right() ? 1 : 0));
        return ControlTally.proportion(trials, 0);
    }

    /** Whether two sets' accuracies differ, over the scenes that both have. */
    public static McNemar compare(List<Choice> choices, String first, String second) {
        Map<String, Boolean> inFirst = new HashMap<>();
        choices.stream()
                .filter(choice -> choice.set.equals(first))
                .forEach(choice -> inFirst.put(choice.id, choice.right()));
        McNemar.Pairs pairs = new McNemar.Pairs();
        for (Choice choice : choices) {
            Boolean before = choice.set.equals(second) ? inFirst.get(choice.id) : null;
            if (before != null) {
                pairs.add(choice.id, choice.object, before, choice.right());
            }
        }
        return pairs.test();
    }
}
