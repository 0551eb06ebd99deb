package org.clipprobe.attack;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The units that respond to a class, and how strongly something drives them: the mean over these units of the activation in
 * standard deviations from the mean over other pictures.
 *
 * @param units columns of what the model captures, the strongest first
 * @param means over the other pictures, one for each unit
 * @param deviations over the other pictures, one for each unit
 */
record TargetUnits(List<Integer> units, List<Double> means, List<Double> deviations) {
    /** As in {@link UnitEvidence#firing}. */
    private static final double FIRES = 2;

    /** A unit that other pictures leave as it is has no scale of its own. */
    private static final double SMALLEST_DEVIATION = 1e-6;

    TargetUnits {
        units = List.copyOf(units);
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
    }

    /**
     * Finds them: their mean over pictures of the class lies at least two standard deviations above their mean over others.
     *
     * @param target {@code [pictures][units]}, activations on what shows or names the class
     * @param others {@code [pictures][units]}, activations on other pictures
     * @param most how many to keep, the strongest
     */
    static TargetUnits of(List<float[]> target, List<float[]> others, int most) {
        int units = others.isEmpty() || target.isEmpty() ? 0 : others.get(0).length;
        double[] means = new double[units];
        double[] deviations = new double[units];
        double[] strengths = new double[units];
        for (int unit = 0; unit < units; unit++) {
            means[unit] = UnitEvidence.mean(others, unit);
            deviations[unit] = Math.max(SMALLEST_DEVIATION, UnitEvidence.deviation(others, unit));
            strengths[unit] = (UnitEvidence.mean(target, unit) - means[unit]) / deviations[unit];
        }
        List<Integer> strongest = IntStream.range(0, units)
                .filter(unit -> strengths[unit] >= FIRES)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer unit) -> -strengths[unit]))
                .limit(most)
                .toList();
        return new TargetUnits(
                strongest,
                strongest.stream().map(unit -> means[unit]).toList(),
                strongest.stream().map(unit -> deviations[unit]).toList());
    }

    /**
     * How strongly a picture drives them; 0 when there are none.
     *
     * @param row an embedding followed by what the captured units do
     * @param dimensions length of the embedding
     */
    double drive(float[] row, int dimensions) {
        double sum = 0;
        for (int i = 0; i < units.size(); i++) {
            sum += (row[dimensions + units.get(i)] - means.get(i)) / deviations.get(i);
        }
        return units.isEmpty() ? 0 : sum / units.size();
    }
}
