package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.internal.anatomy.Linears.End;
import org.clipprobe.model.internal.graph.Graph;

/** Finds the residual stream that a branch is added to. */
record Streams(Graph graph) {
    /**
     * The term of a sum that does not come from a branch.
     *
     * @param within a tensor of the branch
     */
    Optional<String> before(End sum, String within) {
        Optional<NodeProto> node = sum.fused()
                .map(fused -> graph.node(fused.node()))
                .or(() -> graph.producerNode(sum.tensor())
                        .filter(maker -> maker.getOpType().equals("Add")));
        List<String> terms =
                node.map(maker -> maker.getInputList().subList(0, 2)).orElse(List.of());
        List<String> others =
                terms.stream().filter(term -> !comesFrom(term, within)).toList();
        return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
    }

    private boolean comesFrom(String tensor, String origin) {
        ArrayDeque<String> open = new ArrayDeque<>(List.of(tensor));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            String current = open.remove();
            if (current.equals(origin)) {
                return true;
            }
            graph.producerNode(current).stream()
                    .flatMap(node -> Graph.reads(node).stream())
                    .filter(seen::add)
                    .forEach(open::add);
        }
        return false;
    }
}
