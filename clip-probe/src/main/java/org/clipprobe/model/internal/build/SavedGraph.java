package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipprobe.model.internal.graph.Graph;

/**
 * A file's graph with changed nodes, under the same inputs and outputs.
 *
 * @param graph the file's
 * @param nodes its nodes after the change, and the new ones
 * @param constants of the new nodes
 * @param changed by tensor, the one that holds its values after the change
 */
record SavedGraph(Graph graph, List<NodeProto> nodes, List<TensorProto> constants, Map<String, String> changed) {
    GraphProto whole() {
        Map<String, String> renamed = new HashMap<>();
        for (String output : graph.outputs()) {
            if (changed.containsKey(output)) {
                renamed.put(output, output + "/unchanged");
            }
        }
        List<NodeProto> all = new ArrayList<>();
        nodes.forEach(node -> all.add(renamed(node, renamed)));
        renamed.keySet()
                .forEach(output -> all.add(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .setName(output + "/changed")
                        .addInput(changed.get(output))
                        .addOutput(output)
                        .build()));
        return graph.model().getGraph().toBuilder()
                .clearNode()
                .addAllNode(Graph.sorted(all))
                .addAllInitializer(constants)
                .build();
    }

    private static NodeProto renamed(NodeProto node, Map<String, String> names) {
        if (names.isEmpty()) {
            return node;
        }
        NodeProto.Builder builder = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            builder.setInput(i, names.getOrDefault(node.getInput(i), node.getInput(i)));
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            builder.setOutput(i, names.getOrDefault(node.getOutput(i), node.getOutput(i)));
        }
        return builder.build();
    }

    /** What no tensor of the file begins with: a file that was changed before has names of an earlier change. */
    static String freePrefix(Graph graph) {
        for (int number = 1; ; number++) {
            String prefix = "changed/" + number + "/";
            boolean used = graph.nodes().stream()
                    .flatMap(node -> node.getOutputList().stream())
                    .anyMatch(name -> name.startsWith(prefix));
            if (!used) {
                return prefix;
            }
        }
    }
}
