package org.clipprobe.concept.similarity;

import java.util.OptionalDouble;
import org.clipprobe.activation.Activations;

/**
 * How well a concept names a unit: a method of the literature, one class for each. Larger scores are better names;
 * scores of different methods cannot be compared.
 */
public interface Similarity {
    /** The method's short name in tables and options, such as {@code softwpmi}. */
    String key();

    /**
     * Scale of the softmax over all concepts that turns cosines into probabilities, where the method works on those;
     * empty where it works on cosines.
     */
    default OptionalDouble softmax() {
        return OptionalDouble.empty();
    }

    /**
     * Whether concepts are scored by the probing set's labels; the blocks then hold 1 where an example shows the concept,
     * else 0.
     */
    default boolean labelled() {
        return false;
    }

    /** Whether one scorer must see all units of the layer, since a unit's score depends on the others. */
    default boolean wholeLayer() {
        return false;
    }

    /**
     * Gets ready to score the units {@code from} (inclusive) to {@code to} (exclusive) of a layer.
     *
     * @throws IllegalArgumentException when the method needs more examples than the layer has
     */
    Scorer prepare(Activations layer, int from, int to);

    /** Scores some units of a layer against block after block of concepts. */
    interface Scorer {
        /**
         * Scores one block of concepts.
         *
         * @param block {@code [examples][width]}, probabilities or cosines as {@link Similarity#softmax} says; not to be changed, and its rows may be
         *     longer
         * @param width concepts in the block
         * @param target receives {@code [units][width]}
         */
        void score(float[][] block, int width, float[][] target);
    }

    /** The default: {@link SoftWpmi} with the values of its paper. */
    static Similarity standard() {
        return SoftWpmi.standard();
    }
}
