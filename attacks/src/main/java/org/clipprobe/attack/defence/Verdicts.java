package org.clipprobe.attack.defence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipprobe.model.Unit;
import org.clipprobe.statistic.Estimate;

/** Draws the verdict of an ablation study. */
final class Verdicts {
    /** The share of the attack's success that must go with the parts that carry it. */
    static final double CARRIED = 0.5;

    private static final int NAMED = 8;

    /**
     * A curve's size that was chosen where candidates were chosen.
     *
     * @param size the smallest that took away half of the success there; empty when none did
     */
    record Chosen(AblationResult.Curve curve, Optional<Integer> size) {}

    /** What a set of parts carries, as judged. */
    private record Carrier(AblationResult.Kind kind, List<Unit> parts, double share, Estimate drop) {}

    private final Judgement before;
    private final List<Chosen> chosen;
    private final List<AblationResult.Group> groups;

    /** @param groups blocks, and all units and all heads */
    Verdicts(Judgement before, List<Chosen> chosen, List<AblationResult.Group> groups) {
        this.before = before;
        this.chosen = chosen;
        this.groups = groups;
    }

    Verdict verdict() {
        if (!(before.beyondAnagram().low() > 0)) {
            return new Verdict(
                    Verdict.Answer.NO_ATTACK,
                    List.of(),
                    Double.NaN,
                    Estimate.NONE,
                    "There is nothing to carry: the words are not shown to do more than their letters in another order"
                            + " ("
                            + points(before.beyondAnagram()) + ").");
        }
        List<Carrier> carriers = new ArrayList<>();
        for (Chosen each : chosen) {
            carrier(each).ifPresent(carriers::add);
        }
        return carriers.stream()
                .min(Comparator.comparingInt(
                                (Carrier carrier) -> carrier.parts().size())
                        .thenComparing(carrier -> -carrier.share()))
                .map(carrier -> named(carrier, carriers))
                .orElseGet(this::unnamed);
    }

    private Optional<Carrier> carrier(Chosen each) {
        if (each.size().isEmpty()) {
            return Optional.empty();
        }
        int size = each.size().get();
        AblationResult.Step step = each.curve().steps().stream()
                .filter(one -> one.size() == size)
                .findFirst()
                .orElseThrow();
        double success = before.beyondAnagram().value();
        Estimate drop = step.zero().effect().drop();
        double byChance = success - step.random().beyond();
        double share = (drop.value() - Math.max(0, byChance)) / success;
        boolean beatsChance = step.zero().after().beyondAnagram().value()
                < Math.min(
                        step.random().low(),
                        step.alike().map(AblationResult.Chance::low).orElse(Double.MAX_VALUE));
        if (share < CARRIED || !beatsChance || !(drop.low() > 0)) {
            return Optional.empty();
        }
        Set<Unit> parts = new LinkedHashSet<>();
        for (List<AblationResult.Scored> ranking : each.curve().ranking().values()) {
            ranking.stream().limit(size).map(AblationResult.Scored::part).forEach(parts::add);
        }
        return Optional.of(new Carrier(each.curve().kind(), List.copyOf(parts), share, drop));
    }

    private Verdict named(Carrier carrier, List<Carrier> all) {
        boolean units = carrier.kind() == AblationResult.Kind.UNITS;
        String others = all.stream()
                .filter(other -> !other.equals(carrier))
                .map(other -> " Without " + count(other) + " it loses " + percent(other.share())
                        + " too: they lie on the" + " same way.")
                .collect(Collectors.joining());
        return new Verdict(
                units ? Verdict.Answer.UNITS : Verdict.Answer.HEADS,
                carrier.parts(),
                carrier.share(),
                carrier.drop(),
                "Carried by " + (carrier.parts().size() == 1 ? "this " : "these ")
                        + (units ? "unit" : "head") + (carrier.parts().size() == 1 ? "" : "s") + ": "
                        + names(carrier.parts()) + ". Without "
                        + (carrier.parts().size() == 1 ? "it" : "them")
                        + " the success beyond the anagram falls by " + points(carrier.drop()) + ", "
                        + percent(carrier.share()) + " of it more than without as many at random." + others);
    }

    private Verdict unnamed() {
        double success = before.beyondAnagram().value();
        List<AblationResult.Group> carrying = groups.stream()
                .filter(group -> group.zero().effect().drop().value() >= CARRIED * success)
                .toList();
        if (carrying.isEmpty()) {
            return new Verdict(
                    Verdict.Answer.NOTHING_NAMED,
                    List.of(),
                    Double.NaN,
                    Estimate.NONE,
                    "Carried by nothing that can be named: no few units or heads, no block, and not all of them"
                            + " together take away half of the success beyond the anagram.");
        }
        return new Verdict(
                Verdict.Answer.SPREAD,
                List.of(),
                Double.NaN,
                Estimate.NONE,
                "Spread over all: no few units or heads take away half of the success beyond the anagram more than as"
                        + " many at random, but a whole does: "
                        + carrying.stream()
                                .map(AblationResult.Group::name)
                                .limit(NAMED)
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    private static String count(Carrier carrier) {
        int size = carrier.parts().size();
        String kind = carrier.kind().label();
        return size + " " + (size == 1 ? kind.substring(0, kind.length() - 1) : kind) + " (" + names(carrier.parts())
                + ")";
    }

    private static String names(List<Unit> parts) {
        String named = parts.stream().limit(NAMED).map(Unit::toString).collect(Collectors.joining(", "));
        return parts.size() > NAMED ? named + " and " + (parts.size() - NAMED) + " more" : named;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    static String points(Estimate estimate) {
        return estimate.known()
                ? String.format(
                        Locale.ROOT,
                        "%.1f points (95 %% interval %.1f to %.1f)",
                        100 * estimate.value(),
                        100 * estimate.low(),
                        100 * estimate.high())
                : "nothing that was measured";
    }
}
