package org.clipprobe.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.Cosines;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.Similarity;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.run.Progress;

/**
 * Layers to name, with random weights.
 *
 * @param layers activations {@code [examples, units]}
 * @param examples embeddings {@code [examples, dimensions]}
 * @param concepts embeddings {@code [concepts, dimensions]}
 */
record NamingWork(List<Activations> layers, Embeddings examples, Embeddings concepts) {
    private static final int DIMENSIONS = 512;

    static NamingWork random(int layers, int units, int examples, int concepts, long seed) {
        Random random = new Random(seed);
        Embeddings words = directions(concepts, random);
        Embeddings pictures = directions(examples, random);
        List<Activations> activations = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            float[] values = new float[examples * units];
            for (int unit = 0; unit < units; unit++) {
                fill(values, unit, units, examples, random);
            }
            Capture capture = new Capture(new HookPoint("vision." + layer + ".mlp", units, true), Pooling.TOKEN);
            activations.add(Activations.of(capture, examples, values));
        }
        return new NamingWork(activations, pictures, words);
    }

    /** The five best names of every unit. */
    List<List<UnitNames>> name(Similarity similarity) {
        return Naming.name(layers, cosines(), similarity, 5, Progress.none());
    }

    Cosines cosines() {
        return Cosines.of(examples, concepts);
    }

    /** Different activations for all examples, so that every method agrees on which are the strongest. */
    private static void fill(float[] values, int unit, int units, int examples, Random random) {
        for (int e = 0; e < examples; e++) {
            int other = random.nextInt(e + 1);
            values[e * units + unit] = values[other * units + unit];
            values[other * units + unit] = (float) e / examples;
        }
    }

    /** Vectors around a common one, as CLIP's are. */
    private static Embeddings directions(int rows, Random random) {
        float[] values = new float[rows * DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() + 0.7);
        }
        return Embeddings.normalised(rows, DIMENSIONS, values);
    }
}
