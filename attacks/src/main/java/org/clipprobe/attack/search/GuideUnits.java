package org.clipprobe.attack.search;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.attack.run.UnitEvidence;

/**
 * The units that guide a search, and how strongly a picture drives them: the mean over those that it drives furthest of
 * the activation in standard deviations from the mean over other pictures.
 *
 * @param units columns of what the model captures
 * @param means over the other pictures, one for each unit
 * @param deviations over the other pictures, one for each unit
 * @param most how many of the units count for a picture, those that it drives furthest
 */
record GuideUnits(List<Integer> units, List<Double> means, List<Double> deviations, int most) {
    /** No units: nothing guides. */
    static final GuideUnits NONE = new GuideUnits(List.of(), List.of(), List.of(), 0);

    /** As in {@link UnitEvidence#firing}. */
    private static final double FIRES = 2;

    /** A unit that other pictures leave as it is has no scale of its own. */
    private static final double SMALLEST_DEVIATION = 1e-6;

    GuideUnits {
        units = List.copyOf(units);
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
    }

    /** All of some units: a word promises much that drives any few of them far beyond what the other pictures do. */
    static GuideUnits any(List<Integer> candidates, List<float[]> others, int most) {
        return new GuideUnits(
                candidates,
                candidates.stream().map(unit -> UnitEvidence.mean(others, unit)).toList(),
                candidates.stream()
                        .map(unit -> Math.max(SMALLEST_DEVIATION, UnitEvidence.deviation(others, unit)))
                        .toList(),
                most);
    }

    /**
     * Those of some units that respond to a class: their mean over pictures of it lies at least two standard deviations
     * above their mean over others.
     *
     * @param target {@code [pictures][units]}, activations on what shows or names the class
     * @param others {@code [pictures][units]}, activations on other pictures
     * @param most how many to keep, the strongest
     */
    static GuideUnits respondingTo(List<Integer> candidates, List<float[]> target, List<float[]> others, int most) {
        GuideUnits all = any(candidates, others, most);
        double[] strengths = IntStream.range(0, candidates.size())
                .mapToDouble(i -> all.distance(i, UnitEvidence.mean(target, candidates.get(i))))
                .toArray();
        List<Integer> strongest = IntStream.range(0, strengths.length)
                .filter(i -> strengths[i] >= FIRES)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -strengths[i]))
                .limit(most)
                .toList();
        return new GuideUnits(
                strongest.stream().map(all.units::get).toList(),
                strongest.stream().map(all.means::get).toList(),
                strongest.stream().map(all.deviations::get).toList(),
                most);
    }

    boolean isEmpty() {
        return units.isEmpty();
    }

    private double distance(int i, double activation) {
        return (activation - means.get(i)) / deviations.get(i);
    }

    /**
     * How strongly a picture drives them; 0 when there are none.
     *
     * @param row an embedding followed by what the captured units do
     * @param dimensions length of the embedding
     */
    double drive(float[] row, int dimensions) {
        return IntStream.range(0, units.size())
                .mapToDouble(i -> distance(i, row[dimensions + units.get(i)]))
                .map(distance -> -distance)
                .sorted()
                .limit(most)
                .map(distance -> -distance)
                .average()
                .orElse(0);
    }

    /** The units that a picture drives furthest, and above the mean over other pictures, the strongest first. */
    List<Integer> driven(float[] row, int dimensions) {
        return IntStream.range(0, units.size())
                .boxed()
                .filter(i -> distance(i, row[dimensions + units.get(i)]) > 0)
                .sorted(Comparator.comparingDouble((Integer i) -> -distance(i, row[dimensions + units.get(i)])))
                .limit(most)
                .map(units::get)
                .toList();
    }
}
