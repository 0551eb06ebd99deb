package org.clipprobe.attack.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.TextSize;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.outcome.Trial;

/** Looks for the attacks that fool the most pictures at the least cover. */
public final class AttackSearch {
    /** One in two candidates goes on to the next round. */
    private static final int KEPT = 2;

    private final Arena arena;
    private final Arena.Goal goal;
    private final long seed;

    public AttackSearch(Arena arena, Arena.Goal goal, long seed) {
        this.arena = arena;
        this.goal = goal;
        this.seed = seed;
    }

    /**
     * An attack and its result on the pictures that it was tried on.
     *
     * @param meanCover mean share of changed pixels
     */
    public record Found(Attack attack, Proportion success, double meanCover) {}

    /**
     * The result of a search.
     *
     * @param best the candidates that were tried on all pictures or got furthest, the best first
     * @param spent attacked pictures that went through the model within the budget
     */
    public record Result(List<Found> best, long spent) {
        public Result {
            best = List.copyOf(best);
        }
    }

    private static final class Runner {
        private final Attack attack;
        private final int index;
        private int tried;
        private int successes;
        private double cover;

        Runner(Attack attack, int index) {
            this.attack = attack;
            this.index = index;
        }

        double share() {
            return tried == 0 ? 0 : (double) successes / tried;
        }

        double meanCover() {
            return tried == 0 ? 0 : cover / tried;
        }

        Found found() {
            return new Found(attack, new Proportion(successes, tried), meanCover());
        }
    }

    /** The most successful first, among equals the one that covers least; among those that never won the earlier. */
    private static final Comparator<Runner> BEST = Comparator.comparingDouble((Runner runner) -> -runner.share())
            .thenComparingDouble(runner -> runner.successes == 0 ? 0 : runner.meanCover())
            .thenComparingInt(runner -> runner.index);

    /**
     * Searches within a budget: every candidate on every picture where that is cheap enough, otherwise by successive halving
     * (Jamieson and Talwalkar, AISTATS 2016) with half of the candidates kept in each round. The best are then tried on all
     * pictures, outside of the budget.
     *
     * @param candidates at least one; earlier ones win among equals, so that promising ones should come first
     * @param budget attacked pictures that may go through the model
     * @param keep how many of the best to return
     */
    public Result run(List<Attack> candidates, long budget, int keep) throws IOException {
        if (candidates.isEmpty() || arena.size() == 0) {
            throw new IllegalArgumentException(
                    "expected candidates and pictures, found " + candidates.size() + " and " + arena.size());
        }
        long before = arena.spent();
        List<Runner> runners = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            runners.add(new Runner(candidates.get(i), i));
        }
        halve(runners, budget);
        long spent = arena.spent() - before;
        runners.sort(Comparator.comparingInt((Runner runner) -> -runner.tried).thenComparing(BEST));
        List<Runner> best = runners.subList(0, Math.min(keep, runners.size()));
        for (Runner runner : best) {
            advance(runner, arena.size());
        }
        best.sort(BEST);
        return new Result(best.stream().map(Runner::found).toList(), spent);
    }

    private void halve(List<Runner> all, long budget) throws IOException {
        List<Runner> left = new ArrayList<>(all);
        if ((long) left.size() * arena.size() <= budget) {
            for (Runner runner : left) {
                advance(runner, arena.size());
            }
            return;
        }
        int rounds = Math.max(1, 64 - Long.numberOfLeadingZeros(left.size() - 1L));
        long spent = 0;
        for (int round = 0; round < rounds && spent < budget; round++) {
            long allowance = Math.max(1, (budget - spent) / (rounds - round));
            // A round that cannot afford one picture for each candidate tries the first ones only.
            left = new ArrayList<>(left.subList(0, (int) Math.min(left.size(), allowance)));
            int more = (int) Math.min(arena.size(), allowance / left.size());
            for (Runner runner : left) {
                int to = Math.min(arena.size(), runner.tried + more);
                spent += to - runner.tried;
                advance(runner, to);
            }
            left.sort(BEST);
            left = new ArrayList<>(left.subList(0, (left.size() + KEPT - 1) / KEPT));
        }
    }

    /**
     * Random search (Bergstra and Bengio, JMLR 2012), what any other search must beat: candidates drawn without repeats,
     * each tried on all pictures, as many as the budget pays for.
     *
     * @param candidates how many there are
     * @param candidate the one with a number
     * @param budget attacked pictures that may go through the model; one candidate is tried whatever it is
     * @return the best of those drawn
     */
    public Found random(int candidates, IntFunction<Attack> candidate, long budget) throws IOException {
        int draws = (int) Math.max(1, Math.min(candidates, budget / arena.size()));
        Random chance = new Random(Seeds.of(seed, "random search", 0));
        Set<Integer> drawn = new LinkedHashSet<>();
        while (drawn.size() < draws) {
            drawn.add(chance.nextInt(candidates));
        }
        List<Runner> runners = new ArrayList<>();
        for (int index : drawn) {
            Runner runner = new Runner(candidate.apply(index), runners.size());
            advance(runner, arena.size());
            runners.add(runner);
        }
        return Collections.min(runners, BEST).found();
    }

    private void advance(Runner runner, int to) throws IOException {
        if (to <= runner.tried) {
            return;
        }
        for (Trial trial : arena.attack(runner.attack, runner.tried, to)) {
            runner.successes += goal.reached(trial) ? 1 : 0;
            runner.cover += trial.coverShare();
        }
        runner.tried = to;
    }

    /**
     * The smallest size at which an attack still reaches its goal, for every picture, by bisection. It takes for granted that
     * a text that wins at one size wins at every larger one; where that is not so, it is a size at which it wins just above
     * one at which it does not.
     *
     * @param smallest size in pixels, known or believed to be too small
     * @param from sizes in pixels to begin from, for each picture the first at which the attack wins
     * @param within how near in pixels
     * @return per picture; empty where the attack wins at none of the sizes to begin from
     */
    public List<OptionalDouble> smallestSizes(Attack attack, double smallest, List<Double> from, double within)
            throws IOException {
        if (!(smallest > 0 && within > 0 && from.stream().allMatch(size -> smallest <= size))) {
            throw new IllegalArgumentException("expected 0 < smallest ≤ sizes to begin from and a step above 0, found "
                    + smallest + ", " + from + " and " + within);
        }
        double[] low = new double[arena.size()];
        double[] high = new double[arena.size()];
        Arrays.fill(low, smallest);
        TreeSet<Integer> open = new TreeSet<>();
        for (double size : from) {
            List<Arena.Bout> bouts = IntStream.range(0, low.length)
                    .filter(i -> !open.contains(i))
                    .mapToObj(i -> new Arena.Bout(i, attack.withSize(TextSize.pixels(size))))
                    .toList();
            arena.fight(bouts, (bout, trial) -> {
                if (goal.reached(trial)) {
                    open.add(bout.picture());
                    high[bout.picture()] = size;
                }
            });
        }
        while (open.stream().anyMatch(i -> high[i] - low[i] > within)) {
            List<Arena.Bout> bouts = open.stream()
                    .map(i -> new Arena.Bout(i, attack.withSize(TextSize.pixels(low[i] + (high[i] - low[i]) / 2))))
                    .toList();
            arena.fight(
                    bouts,
                    (bout, trial) -> (goal.reached(trial) ? high : low)[bout.picture()] =
                            bout.attack().size().amount());
        }
        List<OptionalDouble> sizes = new ArrayList<>();
        for (int i = 0; i < high.length; i++) {
            sizes.add(open.contains(i) ? OptionalDouble.of(high[i]) : OptionalDouble.empty());
        }
        return sizes;
    }
}
