package org.clipprobe.attack.run;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.attack.Seeds;
import org.clipprobe.attack.outcome.AreaUnderCurve;

/**
 * How well what an attack does to some units predicts, picture by picture, whether it succeeds. A unit's drive is the change
 * of its activation in standard deviations of the unattacked pictures; some units' drive is the mean of theirs.
 *
 * @param units that are asked about
 * @param drive area under the curve of their drive for success, with DeLong's 95 % interval
 * @param randomMean mean area of as many units drawn at random from the others
 * @param randomLow the 2.5 % quantile of these areas
 * @param randomHigh the 97.5 % quantile of these areas
 * @param largest units that are the most active on the attacked pictures, as many
 * @param largestDrive area under the curve of their drive
 */
public record UnitEvidence(
        List<Integer> units,
        AreaUnderCurve drive,
        double randomMean,
        double randomLow,
        double randomHigh,
        List<Integer> largest,
        AreaUnderCurve largestDrive) {
    private static final double FIRES = 2;

    public UnitEvidence {
        units = List.copyOf(units);
        largest = List.copyOf(largest);
    }

    /**
     * Weighs the evidence.
     *
     * @param before {@code [trials][units]}, activations on the unattacked pictures
     * @param after {@code [trials][units]}, activations on the attacked pictures
     * @param success per trial, whether the attack did what it was to do
     * @param units the units that are asked about, at least one
     * @param draws how many random sets of units to compare with
     * @param seed of the draws
     */
    public static UnitEvidence of(
            List<float[]> before, List<float[]> after, boolean[] success, List<Integer> units, int draws, long seed) {
        if (before.size() != success.length || after.size() != success.length || units.isEmpty()) {
            throw new IllegalArgumentException("expected units, and activations before and after for each of "
                    + success.length + " trials, found " + units.size() + " units, " + before.size() + " and "
                    + after.size());
        }
        double[][] drives = drives(before, after);
        int all = success.length == 0 ? 0 : before.get(0).length;
        List<Integer> largest = IntStream.range(0, all)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer unit) -> -mean(after, unit)))
                .limit(units.size())
                .toList();
        double[] random = randomAreas(drives, success, units, all, draws, seed);
        return new UnitEvidence(
                units,
                area(drives, success, units),
                Arrays.stream(random).average().orElse(Double.NaN),
                quantile(random, 0.025),
                quantile(random, 0.975),
                largest,
                area(drives, success, largest));
    }

    /**
     * Which of some units fire for a word: their mean over pictures of the word lies at least two standard deviations above
     * their mean over other pictures.
     *
     * @param candidates the units to choose from, multimodal ones for example
     * @param word {@code [pictures][units]}, activations on pictures of the written word
     * @param others {@code [pictures][units]}, activations on pictures without writing
     */
    public static List<Integer> firing(List<Integer> candidates, List<float[]> word, List<float[]> others) {
        return candidates.stream()
                .filter(unit -> mean(word, unit) >= mean(others, unit) + FIRES * deviation(others, unit))
                .toList();
    }

    private static double[][] drives(List<float[]> before, List<float[]> after) {
        int units = before.isEmpty() ? 0 : before.get(0).length;
        double[] deviations = IntStream.range(0, units)
                .mapToDouble(unit -> deviation(before, unit))
                .toArray();
        double[][] drives = new double[before.size()][units];
        for (int trial = 0; trial < drives.length; trial++) {
            for (int unit = 0; unit < units; unit++) {
                double change = (double) after.get(trial)[unit] - before.get(trial)[unit];
                // A unit that never changes on unattacked pictures has no scale of its own.
                drives[trial][unit] = deviations[unit] > 0 ? change / deviations[unit] : change;
            }
        }
        return drives;
    }

    private static double[] randomAreas(
            double[][] drives, boolean[] success, List<Integer> units, int all, int draws, long seed) {
        int[] others =
                IntStream.range(0, all).filter(unit -> !units.contains(unit)).toArray();
        Random chance = new Random(Seeds.of(seed, "random units", 0));
        double[] areas = new double[others.length == 0 ? 0 : draws];
        for (int draw = 0; draw < areas.length; draw++) {
            int count = Math.min(units.size(), others.length);
            for (int i = 0; i < count; i++) {
                int swap = i + chance.nextInt(others.length - i);
                int unit = others[swap];
                others[swap] = others[i];
                others[i] = unit;
            }
            areas[draw] = area(
                            drives,
                            success,
                            IntStream.range(0, count).mapToObj(i -> others[i]).toList())
                    .area();
        }
        return areas;
    }

    private static AreaUnderCurve area(double[][] drives, boolean[] success, List<Integer> units) {
        double[] scores = new double[drives.length];
        for (int trial = 0; trial < scores.length; trial++) {
            for (int unit : units) {
                scores[trial] += drives[trial][unit] / units.size();
            }
        }
        return AreaUnderCurve.of(scores, success);
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    public static double mean(List<float[]> rows, int unit) {
        double sum = 0;
        for (float[] row : rows) {
            sum += row[unit];
        }
        return sum / rows.size();
    }

    public static double deviation(List<float[]> rows, int unit) {
        double mean = mean(rows, unit);
        double sum = 0;
        for (float[] row : rows) {
            sum += (row[unit] - mean) * (row[unit] - mean);
        }
        return Math.sqrt(sum / rows.size());
    }
}
