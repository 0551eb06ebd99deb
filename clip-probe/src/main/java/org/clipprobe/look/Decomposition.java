package org.clipprobe.look;

import java.util.List;

/**
 * The similarity of a picture and a prompt as a sum: what every position gives through every head of every block straight to
 * the embedding, and the parts that have no position. The division by the last normalisation's standard deviation is one
 * number, which is held (Gandelsman, Efros and Steinhardt 2024, "Interpreting CLIP's Image Representation via Text-Based
 * Decomposition", section 3).
 *
 * @param blocks number of blocks
 * @param heads of a block
 * @param positions number of positions
 * @param contributions {@code [blocks, heads, positions]} in C order, in cosine similarity; not copied
 * @param parts the rest: the stream before the first block, MLPs, biases
 * @param error how far the parts are off the cosine similarity, or the positions and biases of one block off what its
 *     attention adds, whichever is more
 */
public record Decomposition(
        int blocks, int heads, int positions, float[] contributions, List<Part> parts, double error) {
    public Decomposition {
        parts = List.copyOf(parts);
        if (contributions.length != blocks * heads * positions) {
            throw new IllegalArgumentException("expected " + blocks + " × " + heads + " × " + positions
                    + " contributions, found " + contributions.length);
        }
    }

    /** What each position gives through all heads. */
    public float[] byPosition() {
        float[] sums = new float[positions];
        for (int position = 0; position < positions; position++) {
            double sum = 0;
            for (int at = position; at < contributions.length; at += positions) {
                sum += contributions[at];
            }
            sums[position] = (float) sum;
        }
        return sums;
    }

    /** What each position gives through one head. */
    public float[] ofHead(int block, int head) {
        int from = (block * heads + head) * positions;
        return java.util.Arrays.copyOfRange(contributions, from, from + positions);
    }

    /** What a head gives from all positions together. */
    public double sumOfHead(int block, int head) {
        double sum = 0;
        for (float value : ofHead(block, head)) {
            sum += value;
        }
        return sum;
    }

    /** All parts together: the cosine similarity, but for the error. */
    public double total() {
        double sum = 0;
        for (float value : contributions) {
            sum += value;
        }
        for (Part part : parts) {
            sum += part.value();
        }
        return sum;
    }
}
