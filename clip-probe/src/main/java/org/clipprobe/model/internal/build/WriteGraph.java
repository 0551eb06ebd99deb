package org.clipprobe.model.internal.build;

import java.util.Map;
import org.clipprobe.model.internal.shape.Dims;

/**
 * A part of a tower that rows of numbers are sent through.
 *
 * @param graph its {@link BuiltGraph#embeddingOutput()} is what comes out, {@code [rows, dimensions]}; its inputs are those
 *     beside {@link #INPUT}, which say nothing but how many examples and tokens there are
 * @param width of a row that goes in
 * @param tokens how many tokens an example has
 * @param sizes shapes of the tower's inputs, by name, but for the batch
 */
public record WriteGraph(BuiltGraph graph, int width, int tokens, Map<String, long[]> sizes) {
    /** The input for the rows, {@code [rows, width]}. */
    public static final String INPUT = "clip-probe/fed";

    /** The shape of an input for a batch. */
    public long[] shape(TowerInput input, int batch) {
        return Dims.with(sizes.get(input.name()), 0, batch);
    }
}
