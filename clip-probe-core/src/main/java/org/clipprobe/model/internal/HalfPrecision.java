package org.clipprobe.model.internal;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mends half-precision files in which an operator gets float32 and float16 at once. A widespread converter leaves them
 * behind when a graph input or output has several users; ONNX Runtime refuses such files.
 */
final class HalfPrecision {
    private static final Set<String> ONE_TYPE = Set.of(
            "Conv",
            "MatMul",
            "Gemm",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Concat",
            "Where",
            "Min",
            "Max",
            "Sum",
            "LayerNormalization");

    private HalfPrecision() {}

    /** Whether an operator that takes one type gets two; half precision is then meant. */
    static boolean isMixed(NodeProto node, List<Integer> types) {
        return ONE_TYPE.contains(node.getOpType())
                && types.contains(DataType.FLOAT_VALUE)
                && types.contains(DataType.FLOAT16_VALUE);
    }

    /** The model with casts where they are missing; empty when none are. */
    static Optional<ModelProto> mended(Graph graph, Trial trial) {
        Emitter emitter = new Emitter(graph.opset());
        List<NodeProto> nodes = new ArrayList<>();
        boolean changed = false;
        for (NodeProto node : graph.nodes()) {
            List<Integer> types = node.getInputList().stream()
                    .map(input -> trial.value(input).map(Value::type).orElse(DataType.UNDEFINED_VALUE))
                    .toList();
            if (isMixed(node, types)) {
                changed = true;
                nodes.add(halved(node, types, emitter));
            } else {
                nodes.add(node);
            }
        }
        if (!changed) {
            return Optional.empty();
        }
        nodes.addAll(emitter.nodes());
        ModelProto.Builder builder = graph.model().toBuilder();
        builder.getGraphBuilder().clearNode().addAllNode(nodes);
        return Optional.of(builder.build());
    }

    private static NodeProto halved(NodeProto node, List<Integer> types, Emitter emitter) {
        NodeProto.Builder builder = node.toBuilder();
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) == DataType.FLOAT_VALUE) {
                builder.setInput(
                        i,
                        emitter.node(
                                "Cast",
                                List.of(node.getInput(i)),
                                node.getOutput(0) + "/half/" + i,
                                Emitter.attribute("to", DataType.FLOAT16_VALUE)));
            }
        }
        return builder.build();
    }
}
