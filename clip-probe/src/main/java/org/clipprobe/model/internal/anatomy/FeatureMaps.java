package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.internal.graph.Attributes;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;

/**
 * Where the channels of a tensor with four axes are: behind the batch, as convolutions have them, or last, as linear layers
 * and layer normalisation have them.
 */
final class FeatureMaps {
    private static final int MOST_STEPS = 256;

    private FeatureMaps() {}

    /** Whether the tensor is {@code [batch, channels, height, width]}: what it was made by says so. */
    static boolean channelsFirst(Graph graph, Flow flow, Trial trial, String tensor) {
        ArrayDeque<String> open = new ArrayDeque<>(List.of(tensor));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty() && seen.size() < MOST_STEPS) {
            String current = open.remove();
            Optional<NodeProto> node = graph.producerNode(current);
            Optional<Boolean> made = node.flatMap(FeatureMaps::made);
            if (made.isPresent()) {
                return made.get();
            }
            // An input of the graph is a picture.
            if (node.isEmpty() && !flow.constant(current)) {
                return trial.value(current)
                        .map(value -> value.rank() == 4 && value.dim(1) == 3)
                        .orElse(false);
            }
            node.stream()
                    .flatMap(maker -> maker.getInputList().stream())
                    .filter(input -> !flow.constant(input))
                    .filter(input ->
                            trial.value(input).map(value -> value.rank() == 4).orElse(false))
                    .filter(seen::add)
                    .forEach(open::add);
        }
        return false;
    }

    private static Optional<Boolean> made(NodeProto node) {
        String type = node.getOpType();
        if (type.contains("Conv") || type.contains("Pool") || type.equals("BatchNormalization")) {
            return Optional.of(true);
        }
        if (type.contains("MatMul") || type.equals("LayerNormalization")) {
            return Optional.of(false);
        }
        if (type.equals("Transpose")) {
            long[] order = Attributes.numbers(node, "perm").orElse(new long[0]);
            return Arrays.equals(order, new long[] {0, 3, 1, 2})
                    ? Optional.of(true)
                    : Arrays.equals(order, new long[] {0, 2, 3, 1}) ? Optional.of(false) : Optional.empty();
        }
        return Optional.empty();
    }
}
