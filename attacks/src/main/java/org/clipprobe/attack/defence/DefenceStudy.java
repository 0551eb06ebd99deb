package org.clipprobe.attack.defence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.clipprobe.attack.defence.DefenceResult.Repair;
import org.clipprobe.attack.defence.DefenceResult.Rival;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.Progress;

/**
 * Searches what to ablate so that an attack fails, on one half of the sources, and judges it on the other next to rivals that
 * need no training: Dyslexify, MirrorCLIP, painting over what looks like text, and prompts that name the written word.
 */
public final class DefenceStudy {
    private final VisionTower tower;
    private final ZeroShot classes;
    private final Optional<Function<String, ZeroShot>> prompts;
    private final Halves halves;
    private final DefenceOptions options;
    private final int batch;
    private final Map<String, HookPoint> hooks = new LinkedHashMap<>();
    private final PartChanges changes;
    private List<CaseOutcome> before = List.of();
    /** The best repair where repairs were chosen. */
    private Optional<String> chosen = Optional.empty();

    /**
     * Prepares a study.
     *
     * @param prompts for each attacked text the classes with prompts that name it; empty where the model reads no prompts
     */
    public DefenceStudy(
            VisionTower tower,
            ZeroShot classes,
            Optional<Function<String, ZeroShot>> prompts,
            Halves halves,
            DefenceOptions options) {
        this.tower = tower;
        this.classes = classes;
        this.prompts = prompts;
        this.halves = halves;
        this.options = options;
        this.batch = Math.max(1, options.batch() / AttackCase.ROWS);
        tower.hookPoints().forEach(hook -> hooks.put(hook.name(), hook));
        this.changes = new PartChanges(hooks, Map.of(), Map.of());
    }

    /** How many pictures go through the changed part at most. */
    public long passes() {
        long sets = sets();
        return 2L * sets * halves.choosing().size()
                + 9L * AttackCase.ROWS * halves.judging().size();
    }

    /** How long that takes on this machine at most, at the pace of two batches. */
    public double seconds() throws ModelException {
        long searched = passes() / AttackCase.ROWS;
        return new VariantRunner(tower, classes, batch).seconds(halves.choosing(), searched, searched / 4);
    }

    /** Runs the searches and judges what they found. */
    public DefenceResult run(Progress progress) throws ModelException {
        Map<String, List<Unit>> found = search(progress);
        List<Sight.Word> words = ModelJudge.words(classes.classes(), tower.preprocessing(), options.seed());
        List<Rival> rivals = new ArrayList<>();
        try (VisionSession session = tower.open();
                Progress.Task task = progress.begin("judging rivals", found.size() + 4L)) {
            Sight.Embedding plain = Sight.of(session, tower.preprocessing());
            Sight unchanged = new Sight(plain, text -> classes);
            before = unchanged.outcomes(halves.judging(), batch);
            Proportion reading = unchanged.reading(words, options.batch());
            task.advance(1);
            for (Map.Entry<String, List<Unit>> each : found.entrySet()) {
                rivals.add(repaired(each.getKey(), each.getValue(), words));
                task.advance(1);
            }
            rivals.add(rival(
                    "MirrorCLIP",
                    "two passes; text is not read in the mirror",
                    new Sight(MirrorClip.of(plain), text -> classes),
                    words));
            task.advance(1);
            rivals.add(rival(
                    "text painted over",
                    "what looks like a line of letters, found without training",
                    new Sight(
                            pictures -> plain.of(
                                    pictures.stream().map(TextFinder::masked).toList()),
                            text -> classes),
                    words));
            task.advance(1);
            if (prompts.isPresent()) {
                rivals.add(rival(
                        "prompts name the text",
                        "somebody must have read the text",
                        new Sight(plain, prompts.get()),
                        words));
            }
            task.advance(1);
            return result(rivals, reading);
        }
    }

    /** Sets that four searches try at most: each candidate, some again after a gain, and what is put back at the end. */
    private long sets() {
        return 6L * options.candidates();
    }

    /** By name, what each search found. */
    private Map<String, List<Unit>> search(Progress progress) throws ModelException {
        PartScores scores = new PartScorer(tower, batch).score(halves.choosing(), List.of());
        List<Unit> heads = limited(PartScores.ranked(scores.heads()));
        List<Unit> units = limited(PartScores.ranked(scores.units().get(PartScores.ALL)));
        List<Unit> both = limited(inTurn(heads, units));
        Set<Unit> all = new LinkedHashSet<>(heads);
        all.addAll(units);
        Map<String, List<Unit>> found = new LinkedHashMap<>();
        if (all.isEmpty() || halves.choosing().isEmpty()) {
            return found;
        }
        try (Progress.Task task = progress.begin("searching repairs", sets());
                Bench bench = new Bench(tower, classes, halves.choosing(), List.copyOf(all), changes, batch, task)) {
            GreedySearch search = new GreedySearch(bench, options.cleanLoss());
            if (!heads.isEmpty()) {
                found.put("Dyslexify", search.dyslexify(heads));
                found.put("heads", search.bounded(heads));
            }
            if (!units.isEmpty()) {
                found.put("units", search.bounded(units));
            }
            if (!heads.isEmpty() && !units.isEmpty()) {
                found.put("heads and units", search.bounded(both));
            }
            chosen = best(found, bench);
        }
        return found;
    }

    /** The name of the repair with the most right answers under attack within the bound; empty when none gains. */
    private Optional<String> best(Map<String, List<Unit>> found, Bench bench) throws ModelException {
        List<List<Unit>> asked = new ArrayList<>(List.of(List.of()));
        asked.addAll(found.values());
        List<GreedySearch.Accuracy> accuracies = bench.of(asked);
        GreedySearch.Accuracy start = accuracies.get(0);
        double most = start.attacked() + GreedySearch.GAIN / 2;
        Optional<String> best = Optional.empty();
        int next = 1;
        for (String name : found.keySet()) {
            GreedySearch.Accuracy accuracy = accuracies.get(next++);
            if (start.clean() - accuracy.clean() <= options.cleanLoss() + 1e-9 && accuracy.attacked() > most) {
                most = accuracy.attacked();
                best = Optional.of(name);
            }
        }
        return best;
    }

    private List<Unit> limited(List<Unit> parts) {
        return parts.subList(0, Math.min(options.candidates(), parts.size()));
    }

    private static List<Unit> inTurn(List<Unit> first, List<Unit> second) {
        List<Unit> all = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) {
                all.add(first.get(i));
            }
            if (i < second.size()) {
                all.add(second.get(i));
            }
        }
        return all;
    }

    private Rival repaired(String name, List<Unit> parts, List<Sight.Word> words) throws ModelException {
        try (VisionSession session = tower.open(List.of(), changes.zero(parts))) {
            Sight sight = new Sight(Sight.of(session, tower.preprocessing()), text -> classes);
            Rival rival = rival(name, note(parts), sight, words);
            return new Rival(name, rival.note(), parts, rival.after(), rival.effect(), rival.reading());
        }
    }

    private static String note(List<Unit> parts) {
        long heads = parts.stream().filter(PartChanges::isHead).count();
        long units = parts.size() - heads;
        return parts.isEmpty()
                ? "found nothing to ablate"
                : (heads > 0 ? heads + (heads == 1 ? " head" : " heads") : "")
                        + (heads > 0 && units > 0 ? " and " : "")
                        + (units > 0 ? units + (units == 1 ? " unit" : " units") : "")
                        + " set to zero";
    }

    private Rival rival(String name, String note, Sight sight, List<Sight.Word> words) throws ModelException {
        List<CaseOutcome> after = sight.outcomes(halves.judging(), batch);
        return new Rival(
                name,
                note,
                List.of(),
                Judgement.of(halves.judging(), after),
                Judgement.Effect.of(halves.judging(), before, after),
                sight.reading(words, options.batch()));
    }

    private DefenceResult result(List<Rival> rivals, Proportion reading) {
        Judgement judged = Judgement.of(halves.judging(), before);
        Optional<Repair> repair = chosen.flatMap(name -> rivals.stream()
                        .filter(rival -> rival.name().equals(name))
                        .findFirst())
                .filter(this::helps)
                .map(rival -> new Repair(rival, changes.zero(rival.parts())));
        return new DefenceResult(
                halves.choosing().size(), judged, reading, rivals, repair, words(judged, rivals, repair));
    }

    /** Shown to weaken the attack on the other half, and not shown to cost more than the bound there. */
    private boolean helps(Rival rival) {
        return rival.effect().drop().low() > 0 && !(rival.effect().cleanLoss().low() > options.cleanLoss());
    }

    private String words(Judgement judged, List<Rival> rivals, Optional<Repair> repair) {
        if (repair.isPresent()) {
            Rival rival = repair.get().rival();
            return "Repaired by setting "
                    + rival.parts().stream().limit(8).map(Unit::toString).collect(Collectors.joining(", "))
                    + (rival.parts().size() > 8 ? " and " + (rival.parts().size() - 8) + " more" : "")
                    + " to zero: success beyond the anagram falls from "
                    + percent(judged.beyondAnagram().value()) + " to "
                    + percent(rival.after().beyondAnagram().value()) + ", clean accuracy goes from "
                    + percent(judged.clean().share()) + " to "
                    + percent(rival.after().clean().share()) + ".";
        }
        if (!(judged.beyondAnagram().low() > 0)) {
            return "Nothing to repair: the words are not shown to do more than their letters in another order.";
        }
        return chosen.isEmpty()
                ? "Nothing helps: no units or heads that could be ablated made answers under attack right more often"
                        + " within the bound on clean accuracy."
                : "Nothing helps: what helped on the sources that it was chosen on (" + chosen.get() + ", "
                        + rivals.stream()
                                .filter(rival -> rival.name().equals(chosen.get()))
                                .map(Rival::note)
                                .findFirst()
                                .orElse("")
                        + ") is not shown to help on others.";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
