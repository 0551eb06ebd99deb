package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;

/** Finds embeddings inside a joint graph that gives logits alone: what their product multiplies. */
public final class Similarities {
    private static final int MOST_STEPS = 16;
    private static final Set<String> PRODUCTS = Set.of("MatMul", "FusedMatMul", "Gemm", "Einsum");

    private Similarities() {}

    /** The tensor {@code [batch, dimensions]} of this tower that is multiplied with the other tower's. */
    public static Optional<String> embedding(Graph graph, Flow flow, Trial trial, Modality modality, long batch) {
        Modality other = modality == Modality.VISION ? Modality.TEXT : Modality.VISION;
        for (NodeProto node : graph.nodes()) {
            boolean compares = PRODUCTS.contains(node.getOpType())
                    && node.getInputCount() >= 2
                    && node.getInputList().subList(0, 2).stream().anyMatch(input -> flow.belongs(input, other));
            Optional<String> own = node.getInputList().stream()
                    .filter(input -> compares && flow.belongs(input, modality))
                    .findFirst()
                    .flatMap(input -> rows(graph, flow, trial, input, batch));
            if (own.isPresent()) {
                return own;
            }
        }
        return Optional.empty();
    }

    /** Walks back over what turns, casts or scales the embedding. */
    private static Optional<String> rows(Graph graph, Flow flow, Trial trial, String tensor, long batch) {
        String current = tensor;
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<NodeProto> node = graph.producerNode(current);
            List<String> dynamic = node.stream()
                    .flatMap(maker -> maker.getInputList().stream())
                    .filter(input -> !flow.constant(input))
                    .toList();
            boolean passes = node.isPresent()
                    && Set.of("Transpose", "Cast", "Identity", "Mul")
                            .contains(node.get().getOpType())
                    && dynamic.size() == 1;
            if (!passes) {
                break;
            }
            current = dynamic.get(0);
        }
        return Optional.of(current)
                .filter(trial::isFloat)
                .filter(name -> trial.value(name)
                        .map(value -> value.rank() == 2 && value.dim(0) == batch)
                        .orElse(false));
    }
}
