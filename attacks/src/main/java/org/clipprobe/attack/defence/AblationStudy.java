package org.clipprobe.attack.defence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.defence.AblationResult.Ablated;
import org.clipprobe.attack.defence.AblationResult.Chance;
import org.clipprobe.attack.defence.AblationResult.Kind;
import org.clipprobe.attack.defence.AblationResult.Scored;
import org.clipprobe.attack.defence.VariantRunner.Variant;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.Progress;

/**
 * Asks which units and heads carry an attack (method: choose on one half of the sources, judge on the other, against as many
 * random ones of the same layers, as many of the same mean activation, and as many that respond to pictures only).
 */
public final class AblationStudy {
    private final Halves halves;
    private final List<String> named;
    private final AblationOptions options;
    private final VariantRunner runner;
    private final PartScorer scorer;
    private final Map<String, HookPoint> hooks = new LinkedHashMap<>();
    private PartScores scores = new PartScores(Map.of(), Map.of(), Map.of(), false);
    private PartChanges changes = new PartChanges(hooks, Map.of(), Map.of());
    private List<CaseOutcome> before = List.of();

    /**
     * Prepares a study.
     *
     * @param named texts that candidates are looked for on their own; empty for all texts together
     */
    public AblationStudy(
            VisionTower tower, ZeroShot classes, Halves halves, List<String> named, AblationOptions options) {
        this.halves = halves;
        this.named = List.copyOf(named);
        this.options = options;
        int cases = Math.max(1, options.batch() / AttackCase.ROWS);
        this.runner = new VariantRunner(tower, classes, cases);
        this.scorer = new PartScorer(tower, cases);
        tower.hookPoints().forEach(hook -> hooks.put(hook.name(), hook));
    }

    /** How many changed models are asked about how many pictures at most, in all. */
    public long passes() {
        long perSize = 2L + options.draws();
        long units = kinds().contains(Kind.UNITS) ? sizes(Kind.UNITS).size() * (perSize + options.draws() + 1) : 0;
        long heads = kinds().contains(Kind.HEADS) ? sizes(Kind.HEADS).size() * perSize : 0;
        long tops = kinds().stream().mapToLong(kind -> sizes(kind).size()).sum();
        long judged = (1 + units + heads + wholes().size() + blocks().size())
                * halves.judging().size();
        return AttackCase.ROWS * (judged + (2 + tops) * halves.choosing().size());
    }

    /** How long that takes on this machine, at the pace of two batches. */
    public double seconds() throws ModelException {
        long cases = (long) halves.judging().size() + halves.choosing().size();
        return runner.seconds(halves.judging(), passes() / AttackCase.ROWS, VariantRunner.MOST_CUTS * cases);
    }

    /** Runs the study. */
    public AblationResult run(Progress progress) throws ModelException {
        scores = scorer.score(halves.choosing(), named);
        List<Unit> shortlisted = PartScores.ranked(scores.heads()).stream()
                .limit(options.sizes().get(options.sizes().size() - 1))
                .toList();
        changes = new PartChanges(hooks, scores.activity(), scorer.headMeans(halves.choosing(), shortlisted));
        Map<Kind, Optional<Integer>> chosen = chooseSizes(progress);
        Plan plan = new Plan();
        List<AblationResult.Curve> curves = new ArrayList<>();
        List<Function<List<List<CaseOutcome>>, AblationResult.Curve>> later = new ArrayList<>();
        for (Kind kind : kinds()) {
            later.add(planned(kind, plan));
        }
        List<Integer> blocks = plan.all(blocks().values());
        List<Integer> wholes = plan.all(wholes().values());
        List<List<CaseOutcome>> outcomes = runner.run(halves.judging(), plan.variants, progress, "judging ablations");
        before = outcomes.get(0);
        later.forEach(curve -> curves.add(curve.apply(outcomes)));
        List<AblationResult.Group> blockGroups = groups(blocks(), blocks, outcomes);
        List<AblationResult.Group> wholeGroups = groups(wholes(), wholes, outcomes);
        Judgement judged = Judgement.of(halves.judging(), before);
        List<AblationResult.Group> all = new ArrayList<>(wholeGroups);
        all.addAll(blockGroups);
        Verdict verdict = new Verdicts(
                        judged,
                        curves.stream()
                                .map(curve -> new Verdicts.Chosen(curve, chosen.get(curve.kind())))
                                .toList(),
                        all)
                .verdict();
        return new AblationResult(
                halves.choosing().size(), judged, curves, blockGroups, wholeGroups, verdict, scores.attention());
    }

    /** The variants of one run over the judged cases; the first is the unchanged model. */
    private static final class Plan {
        private final List<Variant> variants = new ArrayList<>(List.of(new Variant(List.of())));

        int add(Variant variant) {
            variants.add(variant);
            return variants.size() - 1;
        }

        List<Integer> all(Collection<Variant> more) {
            return more.stream().map(this::add).toList();
        }
    }

    private List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        if (!PartScores.unitHooks(List.copyOf(hooks.values())).isEmpty()) {
            kinds.add(Kind.UNITS);
        }
        if (!PartScores.headHooks(List.copyOf(hooks.values())).isEmpty()) {
            kinds.add(Kind.HEADS);
        }
        return kinds;
    }

    /** Sizes below half of what there is: of more, no random set is left to compare with. */
    private List<Integer> sizes(Kind kind) {
        List<HookPoint> all = List.copyOf(hooks.values());
        int parts = (kind == Kind.UNITS ? PartScores.unitHooks(all) : PartScores.headHooks(all))
                .stream().mapToInt(HookPoint::units).sum();
        return options.sizes().stream()
                .filter(size -> size == 1 || size <= parts / 2)
                .toList();
    }

    private Map<String, List<Unit>> rankings(Kind kind) {
        Map<String, List<Unit>> rankings = new LinkedHashMap<>();
        if (kind == Kind.HEADS) {
            rankings.put(PartScores.ALL, PartScores.ranked(scores.heads()));
        } else if (named.isEmpty()) {
            rankings.put(PartScores.ALL, PartScores.ranked(scores.units().get(PartScores.ALL)));
        } else {
            named.forEach(
                    text -> rankings.put(text, PartScores.ranked(scores.units().get(text))));
        }
        return rankings;
    }

    /** For each kind the smallest size that takes away half of the success where candidates are chosen. */
    private Map<Kind, Optional<Integer>> chooseSizes(Progress progress) throws ModelException {
        List<Variant> variants = new ArrayList<>(List.of(new Variant(List.of())));
        for (Kind kind : kinds()) {
            for (int size : sizes(kind)) {
                variants.add(variant(kind, (text, ranking) -> changes.zero(top(ranking, size))));
            }
        }
        List<List<CaseOutcome>> outcomes = runner.run(halves.choosing(), variants, progress, "choosing sizes");
        Map<Kind, Optional<Integer>> chosen = new LinkedHashMap<>();
        int next = 1;
        double success = beyond(halves.choosing(), outcomes.get(0));
        for (Kind kind : kinds()) {
            Optional<Integer> smallest = Optional.empty();
            for (int size : sizes(kind)) {
                double left = beyond(halves.choosing(), outcomes.get(next++));
                boolean half = success > 0 && success - left >= Verdicts.CARRIED * success;
                smallest = smallest.isEmpty() && half ? Optional.of(size) : smallest;
            }
            chosen.put(kind, smallest);
        }
        return chosen;
    }

    private static double beyond(List<AttackCase> cases, List<CaseOutcome> outcomes) {
        return Judgement.of(cases, outcomes).beyondAnagram().value();
    }

    private static List<Unit> top(List<Unit> ranking, int size) {
        return ranking.subList(0, Math.min(size, ranking.size()));
    }

    /** The same change made from each text's own ranking. */
    private Variant variant(Kind kind, BiFunction<String, List<Unit>, List<Intervention>> change) {
        Map<String, List<Unit>> rankings = rankings(kind);
        if (rankings.containsKey(PartScores.ALL)) {
            return new Variant(change.apply(PartScores.ALL, rankings.get(PartScores.ALL)));
        }
        if (rankings.size() == 1) {
            Map.Entry<String, List<Unit>> only = rankings.entrySet().iterator().next();
            return new Variant(change.apply(only.getKey(), only.getValue()));
        }
        Map<String, List<Intervention>> byText = new LinkedHashMap<>();
        rankings.forEach((text, ranking) -> byText.put(text, change.apply(text, ranking)));
        return new Variant(byText, List.of());
    }

    /** Adds a curve's variants to the plan; the function makes the curve of what came out. */
    private Function<List<List<CaseOutcome>>, AblationResult.Curve> planned(Kind kind, Plan plan) {
        List<Function<List<List<CaseOutcome>>, AblationResult.Step>> steps = new ArrayList<>();
        for (int size : sizes(kind)) {
            int zero = plan.add(variant(kind, (text, ranking) -> changes.zero(top(ranking, size))));
            int mean = plan.add(variant(kind, (text, ranking) -> changes.mean(top(ranking, size))));
            List<Integer> random = draws(kind, size, plan, this::random);
            List<Integer> alike =
                    kind == Kind.UNITS ? draws(kind, size, plan, (top, all, chance) -> alike(top, chance)) : List.of();
            Optional<Integer> pictures = kind == Kind.UNITS
                    ? Optional.of(plan.add(variant(
                            kind, (text, ranking) -> changes.zero(scores.pictureOnly(top(ranking, size), text)))))
                    : Optional.empty();
            steps.add(outcomes -> new AblationResult.Step(
                    size,
                    ablated(outcomes.get(zero)),
                    ablated(outcomes.get(mean)),
                    chance(random, outcomes),
                    alike.isEmpty() ? Optional.empty() : Optional.of(chance(alike, outcomes)),
                    pictures.map(index -> ablated(outcomes.get(index)))));
        }
        return outcomes -> new AblationResult.Curve(
                kind,
                scored(kind),
                steps.stream().map(step -> step.apply(outcomes)).toList());
    }

    private Map<String, List<Scored>> scored(Kind kind) {
        Map<String, List<Scored>> scored = new LinkedHashMap<>();
        int most = sizes(kind).get(sizes(kind).size() - 1);
        rankings(kind)
                .forEach((text, ranking) -> scored.put(
                        text,
                        top(ranking, most).stream()
                                .map(part -> new Scored(
                                        part,
                                        kind == Kind.HEADS
                                                ? scores.heads().get(part)
                                                : scores.units().get(text).get(part)))
                                .toList()));
        return scored;
    }

    private interface Draw {
        Collection<Unit> from(List<Unit> top, Collection<Unit> all, Random chance);
    }

    private List<Integer> draws(Kind kind, int size, Plan plan, Draw draw) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < options.draws(); i++) {
            long seed = Seeds.of(options.seed(), kind + " " + size, i);
            indices.add(plan.add(variant(
                    kind,
                    (text, ranking) -> changes.zero(
                            draw.from(top(ranking, size), ranking, new Random(Seeds.of(seed, text, 2)))))));
        }
        return indices;
    }

    /** As many of each layer, none of the chosen ones where there are enough others. */
    private Collection<Unit> random(List<Unit> top, Collection<Unit> all, Random chance) {
        Map<String, List<Unit>> others = new TreeMap<>();
        all.stream()
                .filter(unit -> !top.contains(unit))
                .sorted()
                .forEach(unit -> others.computeIfAbsent(unit.hook(), key -> new ArrayList<>())
                        .add(unit));
        Set<Unit> drawn = new LinkedHashSet<>();
        for (Unit unit : top) {
            List<Unit> own = others.getOrDefault(unit.hook(), List.of());
            List<Unit> from = own.isEmpty()
                    ? others.values().stream().flatMap(List::stream).toList()
                    : own;
            if (!from.isEmpty()) {
                Unit one = from.get(chance.nextInt(from.size()));
                drawn.add(one);
                others.get(one.hook()).remove(one);
            }
        }
        return drawn;
    }

    /** For each, one of those of its layer that are most nearly as active. */
    private Collection<Unit> alike(List<Unit> top, Random chance) {
        Set<Unit> drawn = new LinkedHashSet<>();
        scores.alike(top, top).forEach((unit, near) -> {
            List<Unit> left =
                    near.stream().filter(other -> !drawn.contains(other)).toList();
            if (!left.isEmpty()) {
                drawn.add(left.get(chance.nextInt(left.size())));
            }
        });
        return drawn;
    }

    private Ablated ablated(List<CaseOutcome> outcomes) {
        return new Ablated(
                Judgement.of(halves.judging(), outcomes), Judgement.Effect.of(halves.judging(), before, outcomes));
    }

    private Chance chance(List<Integer> indices, List<List<CaseOutcome>> outcomes) {
        double[] beyond = new double[indices.size()];
        double clean = 0;
        for (int i = 0; i < beyond.length; i++) {
            Judgement judged = Judgement.of(halves.judging(), outcomes.get(indices.get(i)));
            beyond[i] = judged.beyondAnagram().value();
            clean += judged.clean().share() / beyond.length;
        }
        double mean = Arrays.stream(beyond).average().orElse(Double.NaN);
        Arrays.sort(beyond);
        return new Chance(beyond.length, mean, quantile(beyond, 0.025), quantile(beyond, 0.975), clean);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** Each block's MLP and attention. */
    private Map<String, Variant> blocks() {
        Map<String, Variant> blocks = new LinkedHashMap<>();
        for (HookPoint hook : hooks.values()) {
            if (hook.name().endsWith(".mlp") || hook.name().endsWith(".head")) {
                blocks.put(hook.name(), new Variant(changes.zero(parts(List.of(hook)))));
            }
        }
        return blocks;
    }

    private Map<String, Variant> wholes() {
        List<HookPoint> all = List.copyOf(hooks.values());
        Map<String, Variant> wholes = new LinkedHashMap<>();
        for (Kind kind : kinds()) {
            wholes.put(
                    "all " + kind.label(),
                    new Variant(changes.zero(
                            parts(kind == Kind.UNITS ? PartScores.unitHooks(all) : PartScores.headHooks(all)))));
        }
        return wholes;
    }

    private static List<Unit> parts(List<HookPoint> hooks) {
        List<Unit> parts = new ArrayList<>();
        for (HookPoint hook : hooks) {
            for (int unit = 0; unit < hook.units(); unit++) {
                parts.add(new Unit(hook.name(), unit));
            }
        }
        return parts;
    }

    private List<AblationResult.Group> groups(
            Map<String, Variant> variants, List<Integer> indices, List<List<CaseOutcome>> outcomes) {
        List<AblationResult.Group> groups = new ArrayList<>();
        int next = 0;
        for (Map.Entry<String, Variant> each : variants.entrySet()) {
            int size = each.getValue()
                    .all()
                    .mapToInt(change -> change instanceof Intervention.Scale scale
                            ? scale.units().size()
                            : 0)
                    .sum();
            groups.add(new AblationResult.Group(each.getKey(), size, ablated(outcomes.get(indices.get(next++)))));
        }
        return groups;
    }
}
