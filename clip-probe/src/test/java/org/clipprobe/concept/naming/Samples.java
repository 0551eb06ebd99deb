package org.clipprobe.concept.naming;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.set.Concept;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;

/** Activations and embeddings for tests. */
public final class Samples {
    private Samples() {}

    /** {@code values[example][unit]} at a hook point. */
    public static Activations layer(String hook, float[][] values) {
        int units = values.length == 0 ? 0 : values[0].length;
        return Activations.of(
                new Capture(new HookPoint(hook, units, true), Pooling.TOKEN), values.length, flat(values));
    }

    public static float[] flat(float[][] rows) {
        int width = rows.length == 0 ? 0 : rows[0].length;
        float[] flat = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return flat;
    }

    /** The numbers of an array of arrays. */
    public static float[][] matrix(JsonNode rows) {
        float[][] matrix = new float[rows.size()][rows.get(0).size()];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                matrix[i][j] = (float) rows.get(i).get(j).asDouble();
            }
        }
        return matrix;
    }

    /** Concepts named c0, c1, …. */
    public static ConceptSet set(int concepts) {
        return new ConceptSet(
                "set",
                IntStream.range(0, concepts)
                        .mapToObj(c -> new Concept("c" + c, ""))
                        .toList());
    }

    /** Directions drawn evenly from the sphere. */
    public static Embeddings directions(int rows, int dimensions, Random random) {
        float[] values = new float[rows * dimensions];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Embeddings.normalised(rows, dimensions, values);
    }

    /** Row i is row {@code shown[i]} of the concepts with noise added, of length 1. */
    public static Embeddings examples(Embeddings concepts, int[] shown, double noise, Random random) {
        int dimensions = concepts.dimensions();
        float[] values = new float[shown.length * dimensions];
        double each = noise / Math.sqrt(dimensions);
        for (int i = 0; i < values.length; i++) {
            float signal = concepts.values()[shown[i / dimensions] * dimensions + i % dimensions];
            values[i] = (float) (signal + each * random.nextGaussian());
        }
        return Embeddings.normalised(shown.length, dimensions, values);
    }
}
