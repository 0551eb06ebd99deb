package org.clipprobe.attack.defence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Unit;

/**
 * The greedy search of Dyslexify (2025, its public code): parts are tried in the order of their score; one is kept when the
 * accuracy under attack rises by at least 0.001; the search ends when clean accuracy is more than the bound below the start,
 * or after more than 10 parts in a row without a gain.
 *
 * <p>{@link #bounded} differs in two points. A part that would cost more clean accuracy than the bound is not kept, where
 * Dyslexify keeps it and ends. And parts that help only together are found: where the search ends without a gain, the parts
 * that were passed over since the last one are tried at once, and those that are not needed are put back.
 */
final class GreedySearch {
    static final double GAIN = 0.001;

    private static final int MOST_WITHOUT_GAIN = 10;

    /** Parts that are tried on top of the same kept ones in one pass over the cases. */
    private static final int AT_ONCE = 8;

    private static final double EQUAL = 1e-9;

    /** Accuracy on clean and on attacked pictures. */
    record Accuracy(double clean, double attacked) {}

    /** Asks the model with these parts ablated. */
    interface Trials {
        List<Accuracy> of(List<List<Unit>> sets) throws ModelException;
    }

    private final Trials trials;
    private final double bound;
    private final Accuracy start;

    GreedySearch(Trials trials, double bound) throws ModelException {
        this.trials = trials;
        this.bound = bound;
        this.start = trials.of(List.of(List.of())).get(0);
    }

    /** As the public code has it. */
    List<Unit> dyslexify(List<Unit> order) throws ModelException {
        Walk walk = new Walk(order, accuracy -> true);
        while (walk.step()) {
            if (start.clean - walk.reached.clean > 0.01 + EQUAL) {
                break;
            }
        }
        return walk.kept;
    }

    /** Within the bound, and with parts that help only together. */
    List<Unit> bounded(List<Unit> order) throws ModelException {
        Walk walk = new Walk(order, this::affordable);
        while (walk.step()) {
            // goes on until nothing gains
        }
        return together(walk);
    }

    private boolean affordable(Accuracy accuracy) {
        return start.clean - accuracy.clean <= bound + EQUAL;
    }

    private List<Unit> together(Walk walk) throws ModelException {
        List<Unit> all = new ArrayList<>(walk.kept);
        all.addAll(walk.passed);
        Accuracy reached =
                walk.passed.isEmpty() ? walk.reached : trials.of(List.of(all)).get(0);
        if (reached.attacked - walk.reached.attacked < GAIN - EQUAL || !affordable(reached)) {
            return walk.kept;
        }
        for (int i = walk.passed.size() - 1; i >= 0; i--) {
            List<Unit> fewer = new ArrayList<>(all);
            fewer.remove(walk.passed.get(i));
            Accuracy without = trials.of(List.of(fewer)).get(0);
            if (without.attacked >= reached.attacked - EQUAL && affordable(without)) {
                all = fewer;
                reached = without;
            }
        }
        return all;
    }

    /** One walk along the order. */
    private final class Walk {
        private final List<Unit> order;
        private final Predicate<Accuracy> allowed;
        private final List<Unit> kept = new ArrayList<>();
        /** Since the last gain. */
        private final List<Unit> passed = new ArrayList<>();

        private Accuracy reached = start;
        private int next;

        Walk(List<Unit> order, Predicate<Accuracy> allowed) {
            this.order = order;
            this.allowed = allowed;
        }

        /** Goes on to the next gain; says whether there was one. */
        boolean step() throws ModelException {
            while (next < order.size() && passed.size() <= MOST_WITHOUT_GAIN) {
                int to = Math.min(order.size(), next + Math.min(AT_ONCE, MOST_WITHOUT_GAIN + 1 - passed.size()));
                List<List<Unit>> sets = new ArrayList<>();
                for (Unit part : order.subList(next, to)) {
                    List<Unit> set = new ArrayList<>(kept);
                    set.add(part);
                    sets.add(set);
                }
                for (Accuracy accuracy : trials.of(sets)) {
                    Unit part = order.get(next++);
                    if (accuracy.attacked - reached.attacked >= GAIN - EQUAL && allowed.test(accuracy)) {
                        kept.add(part);
                        passed.clear();
                        reached = accuracy;
                        return true;
                    }
                    passed.add(part);
                }
            }
            return false;
        }
    }
}
