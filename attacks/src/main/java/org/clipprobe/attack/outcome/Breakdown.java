package org.clipprobe.attack.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sums up trials as they come, all together and by each dimension; memory grows with the groups, not with the trials. */
public final class Breakdown implements Consumer<Trial> {
    private static final Pattern LEADING_NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    /** Sizes and opacities by their numbers, everything else by its letters. */
    private static final Comparator<String> NUMBERS_FIRST =
            Comparator.comparingDouble(Breakdown::number).thenComparing(Comparator.naturalOrder());

    private final Tally all = new Tally();
    private final Map<Dimension, Map<String, Tally>> groups = new EnumMap<>(Dimension.class);

    public Breakdown() {
        for (Dimension dimension : Dimension.values()) {
            groups.put(dimension, new TreeMap<>(NUMBERS_FIRST));
        }
    }

    /**
     * One group's summary.
     *
     * @param key what its trials share, such as {@code iPod} or {@code 30px}
     */
    public record Group(String key, Summary summary) {}

    @Override
    public void accept(Trial trial) {
        all.add(trial);
        groups.forEach((dimension, by) -> {
            if (dimension != Dimension.CLASS || trial.labelled()) {
                by.computeIfAbsent(dimension.key(trial), key -> new Tally()).add(trial);
            }
        });
    }

    /** All trials together. */
    public Summary all() {
        return all.summary();
    }

    /** The trials by one dimension, in the order of its numbers or else of its letters. */
    public List<Group> by(Dimension dimension) {
        List<Group> list = new ArrayList<>();
        groups.get(dimension).forEach((key, tally) -> list.add(new Group(key, tally.summary())));
        return list;
    }

    /** Targets that are not in the class list, so that no answer can become them. */
    public List<String> unlistedTargets() {
        return without(Dimension.TARGET, Summary::meanTargetRankBefore);
    }

    /** Classes of pictures that are not in the class list, so that no answer about them is right. */
    public List<String> unlistedClasses() {
        return without(Dimension.CLASS, Summary::meanMarginShift);
    }

    /** The groups that lack a number which only the members of the class list have. */
    private List<String> without(Dimension dimension, ToDoubleFunction<Summary> number) {
        return by(dimension).stream()
                .filter(group -> Double.isNaN(number.applyAsDouble(group.summary())))
                .map(Group::key)
                .toList();
    }

    private static double number(String key) {
        Matcher number = LEADING_NUMBER.matcher(key);
        return number.lookingAt() ? Double.parseDouble(number.group()) : Double.POSITIVE_INFINITY;
    }
}
