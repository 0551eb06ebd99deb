package org.clipprobe.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clipprobe.statistic.ClusteredTrials;
import org.clipprobe.statistic.Estimate;
import org.clipprobe.statistic.Scope;

/**
 * How often the 95 % intervals of {@link ClusteredTrials} hold the truth, by simulation: every word on every picture, with
 * what happens decided by a class's, a picture's, a word's and a trial's own share of one normal variable, for an attack and
 * its control. {@code IntervalCoverage RUNS SEED} prints one line for each cell of the grid, for the attack's rate and for the
 * difference, beside what Wilson's interval over trials would have held.
 */
public final class IntervalCoverage {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
    private static final int PICTURES_PER_CLASS = 2;

    private IntervalCoverage() {}

    /**
     * One cell of the grid.
     *
     * @param pictures how many
     * @param words how many, each written on every picture
     * @param byPicture share of the variance that is a picture's own: the correlation between two of its trials
     * @param byWord share of the variance that is a word's own
     * @param attack the attack's rate over all pictures and words
     * @param control the control's rate
     */
    public record Cell(int pictures, int words, double byPicture, double byWord, double attack, double control) {}

    /**
     * What was seen in a cell.
     *
     * @param runs how many were simulated
     * @param rate in how many of them the interval of the attack's rate held the truth
     * @param difference in how many the interval of the difference did
     * @param trials in how many Wilson's interval over trials did
     */
    public record Coverage(Cell cell, int runs, int rate, int difference, int trials) {}

    /** Simulates a cell. */
    public static Coverage simulate(Cell cell, int runs, long seed) {
        Random chance = new Random(seed);
        int rate = 0;
        int difference = 0;
        int trials = 0;
        for (int run = 0; run < runs; run++) {
            Study study = new Study(cell, chance);
            Estimate attack = study.trials.rate(0);
            rate += holds(attack, study.truth(cell.attack, study.attackWords)) ? 1 : 0;
            trials += holds(
                            wilson(study.trials.sum(0), (double) study.trials.trials()),
                            study.truth(cell.attack, study.attackWords))
                    ? 1
                    : 0;
            difference += holds(
                            study.trials.difference(0, 1),
                            study.truth(cell.attack, study.attackWords) - study.truth(cell.control, study.controlWords))
                    ? 1
                    : 0;
        }
        return new Coverage(cell, runs, rate, difference, trials);
    }

    private static boolean holds(Estimate estimate, double truth) {
        return estimate.low() <= truth && truth <= estimate.high();
    }

    private static Estimate wilson(double successes, double n) {
        double z = 1.959963984540054;
        double p = successes / n;
        double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
        double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return new Estimate(p, centre - half, centre + half);
    }

    /** One simulated study. */
    private static final class Study {
        private final Cell cell;
        private final ClusteredTrials trials = new ClusteredTrials(2);
        private final double[] attackWords;
        private final double[] controlWords;

        Study(Cell cell, Random chance) {
            this.cell = cell;
            this.attackWords = effects(cell.words, cell.byWord, chance);
            this.controlWords = effects(cell.words, cell.byWord, chance);
            int classes = (cell.pictures + PICTURES_PER_CLASS - 1) / PICTURES_PER_CLASS;
            double[] ofClass = effects(classes, cell.byPicture / 2, chance);
            double[] ofPicture = effects(cell.pictures, cell.byPicture / 2, chance);
            double own = Math.sqrt(1 - cell.byPicture - cell.byWord);
            double attackAbove = threshold(cell.attack);
            double controlAbove = threshold(cell.control);
            for (int i = 0; i < cell.pictures; i++) {
                double picture = ofClass[i % classes] + ofPicture[i];
                for (int j = 0; j < cell.words; j++) {
                    boolean attack = picture + attackWords[j] + own * chance.nextGaussian() > attackAbove;
                    boolean control = picture + controlWords[j] + own * chance.nextGaussian() > controlAbove;
                    trials.add("p" + i, "c" + i % classes, "w" + j, 1, attack ? 1 : 0, control ? 1 : 0);
                }
            }
        }

        private static double[] effects(int count, double variance, Random chance) {
            double[] effects = new double[count];
            for (int i = 0; i < count; i++) {
                effects[i] = Math.sqrt(variance) * chance.nextGaussian();
            }
            return effects;
        }

        private static double threshold(double rate) {
            return NORMAL.inverseCumulativeProbability(1 - rate);
        }

        /** The rate that the interval is about: over all words, or for those that there are. */
        double truth(double rate, double[] words) {
            if (words.length >= Scope.FEWEST) {
                return rate;
            }
            double sum = 0;
            for (double word : words) {
                sum += 1 - NORMAL.cumulativeProbability((threshold(rate) - word) / Math.sqrt(1 - cell.byWord));
            }
            return sum / words.length;
        }
    }

    /** The grid: 48 to 500 pictures, 1 to 50 words, several correlations, rates from rare to common. */
    public static List<Cell> grid() {
        List<Cell> cells = new ArrayList<>();
        for (int pictures : new int[] {48, 150, 500}) {
            for (int words : new int[] {1, 5, 14, 50}) {
                for (double[] correlations : new double[][] {{0, 0}, {0.3, 0}, {0.1, 0.1}, {0.3, 0.3}, {0.6, 0.2}}) {
                    for (double[] rates : new double[][] {{0.65, 0.6}, {0.22, 0.02}, {0.05, 0.05}}) {
                        cells.add(new Cell(pictures, words, correlations[0], correlations[1], rates[0], rates[1]));
                    }
                }
            }
        }
        return cells;
    }

    /**
     * Prints the grid.
     *
     * @param arguments runs for each cell, 400 when left out, and a seed, 1 when left out
     */
    public static void main(String[] arguments) {
        int runs = BareTower.number(arguments, 0, 400);
        int seed = BareTower.number(arguments, 1, 1);
        System.out.println(
                "| pictures | words | ICC picture | ICC word | attack | control | rate held | difference held"
                        + " | Wilson over trials |");
        System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        int below = 0;
        for (Cell cell : grid()) {
            Coverage seen = simulate(cell, runs, seed);
            below += Math.min(seen.rate, seen.difference) < 0.92 * runs ? 1 : 0;
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.1f | %.1f | %.2f | %.2f | %.1f %% | %.1f %% | %.1f %% |%n",
                    cell.pictures,
                    cell.words,
                    cell.byPicture,
                    cell.byWord,
                    cell.attack,
                    cell.control,
                    100.0 * seen.rate / runs,
                    100.0 * seen.difference / runs,
                    100.0 * seen.trials / runs);
        }
        System.out.println(below + " of " + grid().size() + " cells held the truth in fewer than 92 % of " + runs
                + " runs; by chance alone a cell at 95 % does so with probability "
                + String.format(
                        Locale.ROOT,
                        "%.4f",
                        new BinomialDistribution(null, runs, 0.95)
                                .cumulativeProbability((int) Math.ceil(0.92 * runs) - 1)));
    }
}
