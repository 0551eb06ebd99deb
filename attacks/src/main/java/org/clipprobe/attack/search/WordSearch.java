package org.clipprobe.attack.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Control;
import org.clipprobe.attack.Controls;
import org.clipprobe.attack.Place;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.Stroke;
import org.clipprobe.attack.TextSize;
import org.clipprobe.attack.outcome.ControlTally;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.outcome.Trial;
import org.clipprobe.attack.run.AttackRun;
import org.clipprobe.attack.run.Counted;
import org.clipprobe.attack.run.ImageEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.image.Rgb;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.ClusteredTrials;
import org.clipprobe.statistic.Estimate;
import org.clipprobe.statistic.Scope;

/**
 * Which word, and which size, colour and place of it, fools the most pictures at the least cover. Where that is cheap, all
 * are tried. Otherwise words are drawn and weighed first ({@link WordPromise}); the most promising go through successive
 * halving in one style, and the winners once more in all styles. Random search over everything gets the same budget, and both
 * are judged on pictures that neither saw.
 */
public final class WordSearch {
    /** Words that are tried on pictures, and those of them that are tried in every style. */
    private static final int PROMISING = 64;

    private static final int WINNERS = 8;

    /** Units that guide a search. */
    private static final int UNITS = 10;

    private static final int KEPT = 10;

    /** Random searches that a search is compared with, each with a seed of its own. */
    private static final int RANDOM = 5;

    /** Times that each picture is looked at outside of the budget, at most, without controls: judging, and bisection. */
    private static final int OUTSIDE = 2 + WINNERS + KEPT + 11;

    private static final double SMALLEST = 3;
    private static final double WITHIN = 0.5;

    private final ImageEmbedder model;
    private final ZeroShot classes;
    private final Plan plan;
    private final Controls controls;

    /**
     * What is searched for.
     *
     * @param goal whether answers are to become a class, or just wrong
     * @param about the class that answers are to become, or the class whose pictures are to be broken; empty for a word that
     *     breaks pictures of all classes
     * @param words to choose from
     * @param styles to choose from, as attacks whose text does not count; words are compared in the first
     * @param budget pictures that may go through the model
     * @param batch pictures per forward pass
     * @param seed of what is left to chance
     * @param units columns of what the model captures, out of which those that guide the search are chosen; empty for all
     *     towards a class, and for none against one
     */
    public record Plan(
            Arena.Goal goal,
            String about,
            List<String> words,
            List<Attack> styles,
            long budget,
            int batch,
            long seed,
            List<Integer> units) {
        public Plan {
            units = List.copyOf(units);
            words = List.copyOf(new LinkedHashSet<>(words));
            styles = List.copyOf(styles);
            if (words.isEmpty() || styles.isEmpty() || budget < 1 || batch < 1) {
                throw new IllegalArgumentException("expected words, styles, a budget and a batch from 1, found "
                        + words.size() + ", " + styles.size() + ", " + budget + " and " + batch);
            }
        }

        /** A word in a style. */
        Attack attack(String word, Attack style) {
            return style.withText(word, goal == Arena.Goal.TARGETED ? about : word);
        }

        Attack attack(int index) {
            return attack(words.get(index / styles.size()), styles.get(index % styles.size()));
        }

        int attacks() {
            return Math.multiplyExact(words.size(), styles.size());
        }
    }

    /**
     * Prepares a search.
     *
     * @param controls that what was found is judged against
     */
    public WordSearch(ImageEmbedder model, ZeroShot classes, Plan plan, Controls controls) {
        this.model = model;
        this.classes = classes;
        this.plan = plan;
        this.controls = controls;
    }

    /** 3 sizes × 4 places × black on white and white on black: what is tried unless told otherwise. */
    public static List<Attack> usualStyles() {
        List<Place> places = List.of(
                new Place.Centre(),
                new Place.Corner(Place.Corner.Position.TOP_LEFT),
                new Place.Corner(Place.Corner.Position.BOTTOM_RIGHT),
                new Place.Plainest());
        List<Attack> styles = new ArrayList<>();
        for (double percent : new double[] {16, 24, 10}) {
            for (Place place : places) {
                Attack white = Attack.of("")
                        .withSize(TextSize.percentOfHeight(percent))
                        .withPlace(place, 1);
                styles.add(white);
                styles.add(white.withColour(Rgb.BLACK, new Stroke(1, Rgb.WHITE)));
            }
        }
        return styles;
    }

    /**
     * Searches.
     *
     * @param pictures to choose from: of other classes than the target, or of the class that is to be broken
     * @throws IOException when no picture is left to attack, or the model fails
     */
    public Strongest run(List<AttackRun.Picture> pictures, Progress progress) throws IOException {
        try (Progress.Task task = progress.begin("searching, then at random", passes(pictures.size()))) {
            return new WordSearch(new Counted(model, task), classes, plan, controls).run(pictures);
        }
    }

    /** How many pictures will go through the model at most, the random searches and all judging included. */
    public long passes(int pictures) {
        int seen = Math.min(SearchPictures.EACH, pictures);
        long within = (1 + RANDOM) * Math.min(plan.budget, (long) plan.attacks() * seen);
        int chosen = plan.goal == Arena.Goal.TARGETED ? 0 : Math.min(SearchPictures.LOOKED_AT, pictures);
        long judged = (2L * KEPT + RANDOM) * (1 + controls.kinds().size());
        return within + (OUTSIDE + judged) * seen + chosen;
    }

    private Strongest run(List<AttackRun.Picture> pictures) throws IOException {
        SearchPictures chosen = SearchPictures.choose(model, classes, plan, pictures);
        Arena seen = new Arena(model, classes, chosen.seen(), plan.batch, plan.seed);
        Arena unseen = new Arena(model, classes, chosen.unseen(), plan.batch, plan.seed);
        AttackSearch search = new AttackSearch(seen, plan.goal, plan.seed);
        boolean exhaustive = (long) plan.attacks() * seen.size() <= plan.budget;
        GuideUnits units = exhaustive ? GuideUnits.NONE : chosen.units(model, plan, UNITS);
        List<String> drawn = exhaustive ? List.of() : affordable();
        WordPromise promise = new WordPromise(model, classes, evoked(), units);
        AttackSearch.Result found = exhaustive
                ? all(search)
                : guided(search, promise.weigh(drawn, chosen.width(), chosen.height(), plan.batch), !units.isEmpty());
        List<AttackSearch.Found> ranked = ranked(found.best(), seen);
        Judge judge = new Judge(seen, unseen);
        Attack best = ranked.get(0).attack();
        List<Strongest.Candidate> candidates = new ArrayList<>();
        for (AttackSearch.Found each : ranked) {
            candidates.add(judge.candidate(each));
        }
        List<Strongest.Candidate> random = new ArrayList<>();
        for (AttackSearch.Found each : random(seen)) {
            random.add(judge.candidate(each));
        }
        return new Strongest(
                plan,
                exhaustive,
                seen.size(),
                plan.words.size(),
                drawn.size(),
                units.units().size(),
                units.isEmpty() ? List.of() : promise.driven(best.text(), chosen.width(), chosen.height()),
                candidates,
                random,
                judge.moreThanRandom(candidates.get(0), random),
                judge.scope(best),
                found.spent() + drawn.size(),
                smallest(search, best, chosen),
                judge.trials(best),
                chosen.skipped());
    }

    /** By what they do beyond their anagrams, on the pictures of the search. */
    private List<AttackSearch.Found> ranked(List<AttackSearch.Found> best, Arena seen) throws IOException {
        Map<AttackSearch.Found, Double> advantages = new HashMap<>();
        for (AttackSearch.Found found : best) {
            ControlTally tally = tally(seen.judge(found.attack(), controls));
            advantages.put(
                    found,
                    tally.contrasts().stream()
                            .filter(contrast -> contrast.control() == Control.ANAGRAM)
                            .map(contrast -> Strongest.Against.of(contrast, plan.goal)
                                    .more()
                                    .value())
                            .findFirst()
                            .orElse(found.success().share()));
        }
        List<AttackSearch.Found> ranked = new ArrayList<>(best);
        ranked.sort(Comparator.comparingDouble((AttackSearch.Found found) -> -advantages.get(found)));
        return ranked;
    }

    private static ControlTally tally(List<Trial> trials) {
        ControlTally tally = new ControlTally();
        trials.forEach(tally::add);
        return tally;
    }

    private List<AttackSearch.Found> random(Arena seen) throws IOException {
        List<AttackSearch.Found> random = new ArrayList<>();
        for (int i = 0; i < RANDOM; i++) {
            AttackSearch search = new AttackSearch(seen, plan.goal, plan.seed + i);
            random.add(search.random(plan.attacks(), plan::attack, plan.budget));
        }
        return random;
    }

    private AttackSearch.Result all(AttackSearch search) throws IOException {
        return search.run(
                IntStream.range(0, plan.attacks()).mapToObj(plan::attack).toList(), plan.budget, KEPT);
    }

    /** The words that half of the budget can pay for, the target first, by chance where that is not all. */
    private List<String> affordable() {
        int most = (int) Math.min(plan.words.size(), Math.max(1, plan.budget / 2));
        List<String> words = new ArrayList<>(plan.words);
        if (most < words.size()) {
            Collections.shuffle(words, new Random(Seeds.of(plan.seed, "words", 0)));
        }
        if (plan.goal == Arena.Goal.TARGETED && words.remove(plan.about)) {
            words.add(0, plan.about);
        }
        return List.copyOf(words.subList(0, most));
    }

    private AttackSearch.Result guided(AttackSearch search, List<WordPromise.Promise> promises, boolean byUnits)
            throws IOException {
        long left = Math.max(1, plan.budget - promises.size());
        List<Attack> first = WordPromise.best(promises, byUnits, PROMISING).stream()
                .map(promise -> plan.attack(promise.word(), plan.styles.get(0)))
                .toList();
        AttackSearch.Result byWord = search.run(first, Math.max(1, left / 2), WINNERS);
        List<Attack> second = byWord.best().stream()
                .flatMap(found -> plan.styles.stream()
                        .map(style -> plan.attack(found.attack().text(), style)))
                .toList();
        AttackSearch.Result byStyle = search.run(second, Math.max(1, left - byWord.spent()), KEPT);
        return new AttackSearch.Result(byStyle.best(), byWord.spent() + byStyle.spent());
    }

    /** How much a word's picture looks like what is to be evoked: the target, or anything but the classes to break. */
    private ToDoubleFunction<double[]> evoked() {
        if (plan.goal == Arena.Goal.TARGETED) {
            return logits ->
                    classes.answer(logits, plan.about, plan.about).target().margin();
        }
        return classes.indexOf(plan.about).isPresent()
                ? logits ->
                        -classes.answer(logits, plan.about, plan.about).target().margin()
                : logits -> Arrays.stream(logits).max().orElse(0)
                        - Arrays.stream(logits).average().orElse(0);
    }

    private List<Strongest.SmallestSize> smallest(AttackSearch search, Attack attack, SearchPictures chosen)
            throws IOException {
        double own = Math.max(SMALLEST, attack.size().inPixels(chosen.height()));
        double largest = Math.max(SMALLEST, chosen.height() / 2.0);
        List<OptionalDouble> sizes = search.smallestSizes(attack, SMALLEST, List.of(own, largest), WITHIN);
        return IntStream.range(0, sizes.size())
                .mapToObj(i -> new Strongest.SmallestSize(chosen.seen().get(i).id(), sizes.get(i)))
                .toList();
    }

    /** Tries what was found on pictures that the search did not see; shows seen ones where there are no others. */
    private final class Judge {
        private final Arena arena;
        private final boolean unseen;
        private final Map<Attack, List<Trial>> trials = new HashMap<>();

        Judge(Arena seen, Arena unseen) {
            this.unseen = unseen.size() > 0;
            this.arena = this.unseen ? unseen : seen;
        }

        List<Trial> trials(Attack attack) throws IOException {
            List<Trial> known = trials.get(attack);
            if (known == null) {
                known = arena.judge(attack, controls);
                trials.put(attack, known);
            }
            return known;
        }

        Strongest.Candidate candidate(AttackSearch.Found found) throws IOException {
            if (!unseen) {
                return new Strongest.Candidate(
                        found.attack(), found.success(), new Proportion(0, 0), List.of(), found.meanCover());
            }
            ControlTally tally = tally(trials(found.attack()));
            return new Strongest.Candidate(
                    found.attack(),
                    found.success(),
                    plan.goal == Arena.Goal.TARGETED ? tally.success() : tally.broken(),
                    tally.contrasts().stream()
                            .map(contrast -> Strongest.Against.of(contrast, plan.goal))
                            .toList(),
                    found.meanCover());
        }

        Estimate moreThanRandom(Strongest.Candidate best, List<Strongest.Candidate> random) throws IOException {
            return unseen ? compared(best, random).difference(0, 1) : Estimate.NONE;
        }

        Scope scope(Attack best) throws IOException {
            return tally(trials(best)).trials().scope();
        }

        private ClusteredTrials compared(Strongest.Candidate best, List<Strongest.Candidate> random)
                throws IOException {
            ClusteredTrials compared = new ClusteredTrials(2);
            for (int i = 0; i < arena.size(); i++) {
                double mean = 0;
                for (Strongest.Candidate each : random) {
                    mean += (plan.goal.reached(trials(each.attack()).get(i)) ? 1.0 : 0.0) / random.size();
                }
                Trial trial = trials(best.attack()).get(i);
                compared.add(trial.source(), trial.trueClass(), "", 1, plan.goal.reached(trial) ? 1 : 0, mean);
            }
            return compared;
        }
    }
}
