package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;

/** Finds layer normalisations, as one operator or spelled out. */
final class Normalisations {
    /** As one operator. */
    static final Set<String> OPERATORS =
            Set.of("LayerNormalization", "SimplifiedLayerNormalization", "RMSNormalization");

    /** What exporters spell one out with. */
    static final Set<String> PARTS = Set.of("ReduceMean", "Sub", "Pow", "Add", "Sqrt", "Div", "Mul", "Reciprocal");

    private Normalisations() {}

    /** What was normalised, where {@code tensor} is a layer normalisation's result. */
    static Optional<String> input(Graph graph, Flow flow, String tensor) {
        Optional<NodeProto> node = graph.producerNode(tensor);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (OPERATORS.contains(node.get().getOpType())) {
            return Optional.of(node.get().getInput(0));
        }
        String current = tensor;
        for (String type : List.of("Add", "Mul")) {
            Optional<String> inner = besideConstant(graph, flow, current, type);
            current = inner.orElse(current);
        }
        return graph.producerNode(current)
                .filter(divided -> divided.getOpType().equals("Div") && divided.getInputCount() == 2)
                .filter(divided -> makes(graph, divided.getInput(1), "Sqrt"))
                .flatMap(divided -> graph.producerNode(divided.getInput(0)))
                .filter(centred -> centred.getOpType().equals("Sub") && makes(graph, centred.getInput(1), "ReduceMean"))
                .map(centred -> centred.getInput(0));
    }

    private static boolean makes(Graph graph, String tensor, String type) {
        return graph.producerNode(tensor)
                .map(node -> node.getOpType().equals(type))
                .orElse(false);
    }

    private static Optional<String> besideConstant(Graph graph, Flow flow, String tensor, String type) {
        return graph.producerNode(tensor)
                .filter(node -> node.getOpType().equals(type) && node.getInputCount() == 2)
                .map(node -> node.getInputList().stream()
                        .filter(input -> !flow.constant(input))
                        .toList())
                .filter(dynamic -> dynamic.size() == 1)
                .map(dynamic -> dynamic.get(0));
    }
}
