package org.clipprobe.model.internal.build;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A graph ready to be run.
 *
 * @param onnx the serialised model; weights are referred to in their files, by paths from the file system's root
 * @param inputs the inputs that are still needed
 * @param embeddingOutput the output that is the embedding, {@code [batch, dimensions]}, where it was kept
 * @param captureOutputs for each capture, in order, its output: float32 {@code [batch, units]}, or
 *     {@code [batch, positions, units]} without pooling
 */
public record BuiltGraph(
        byte[] onnx, List<TowerInput> inputs, Optional<String> embeddingOutput, List<String> captureOutputs) {
    public BuiltGraph {
        inputs = List.copyOf(inputs);
        captureOutputs = List.copyOf(captureOutputs);
    }

    /** The same with an input that the file does not have. */
    BuiltGraph with(TowerInput input) {
        return new BuiltGraph(
                onnx, Stream.concat(inputs.stream(), Stream.of(input)).toList(), embeddingOutput, captureOutputs);
    }
}
