package org.clipprobe.concept;

/**
 * What each unit of a hook point writes straight into the joint embedding when its activation grows by 1: its output
 * weights through the tower's projection, whatever normalisation lies between left out.
 *
 * @param hook the hook point's name
 * @param units number of rows
 * @param dimensions of the joint space
 * @param values {@code [units, dimensions]} in C order; not copied
 */
public record DirectWrite(String hook, int units, int dimensions, float[] values) {
    public DirectWrite {
        if (values.length != (long) units * dimensions) {
            throw new IllegalArgumentException(hook + ": expected " + units + " × " + dimensions + " = "
                    + (long) units * dimensions + " weights, found " + values.length);
        }
    }

    /** Per unit, its write along a direction of length 1, in standard deviations from the mean of all units. */
    double[] along(double[] direction) {
        double[] along = new double[units];
        double sum = 0;
        double squares = 0;
        for (int unit = 0; unit < units; unit++) {
            for (int d = 0; d < dimensions; d++) {
                along[unit] += values[unit * dimensions + d] * direction[d];
            }
            sum += along[unit];
            squares += along[unit] * along[unit];
        }
        double mean = sum / units;
        double deviation = Math.sqrt(Math.max(0, squares / units - mean * mean));
        for (int unit = 0; unit < units; unit++) {
            along[unit] = deviation > 0 ? (along[unit] - mean) / deviation : 0;
        }
        return along;
    }
}
