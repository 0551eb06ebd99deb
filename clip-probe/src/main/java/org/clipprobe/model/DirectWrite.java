package org.clipprobe.model;

/**
 * What each unit of a hook point writes straight into the joint embedding when its activation at the token that the tower
 * reads out grows by 1: its output weights into the residual stream, times the last normalisation's gain, through the
 * tower's projection. What later layers make of the unit is left out. The normalisation is taken as linear: the write is
 * centred as the normalisation centres, but the division by the stream's standard deviation, which is one number per
 * example, is left out as well (direct logit attribution: Elhage et al. 2021, "A Mathematical Framework for Transformer
 * Circuits"; for CLIP's vision tower, Gandelsman et al. 2024, "Interpreting CLIP's Image Representation via Text-Based
 * Decomposition").
 *
 * @param hook the hook point's name
 * @param units number of rows
 * @param dimensions of the joint space
 * @param values {@code [units, dimensions]} in C order; not copied
 * @param offset {@code [dimensions]}, what is written when every unit is 0: by biases behind the units, and at a residual
 *     stream by those of the normalisation and the projection, which no standard deviation divides; not copied
 */
public record DirectWrite(String hook, int units, int dimensions, float[] values, float[] offset) {
    public DirectWrite {
        if (values.length != (long) units * dimensions) {
            throw new IllegalArgumentException(hook + ": expected " + units + " × " + dimensions + " = "
                    + (long) units * dimensions + " weights, found " + values.length);
        }
    }
}
