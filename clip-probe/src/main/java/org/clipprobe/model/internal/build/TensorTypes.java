package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipprobe.model.internal.graph.Attributes;
import org.clipprobe.model.internal.shape.Trial;
import org.clipprobe.model.internal.shape.Value;

/** Element types of tensors, those of nodes that the file does not have included, as ONNX numbers them. */
final class TensorTypes {
    private static final Set<String> WHOLE = Set.of("Shape", "Size", "ArgMax", "ArgMin", "NonZero");
    private static final Set<String> TRUTH =
            Set.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not", "And", "Or", "Xor", "IsNaN");

    private final Trial trial;
    private final Map<String, Integer> made = new HashMap<>();

    /** @param nodes in an order in which they can run */
    TensorTypes(Trial trial, List<NodeProto> nodes) {
        this.trial = trial;
        for (NodeProto node : nodes) {
            int type = type(node);
            node.getOutputList().forEach(output -> made.put(output, type));
        }
    }

    int of(String tensor) {
        return trial.value(tensor).map(Value::type).orElseGet(() -> made.getOrDefault(tensor, DataType.FLOAT_VALUE));
    }

    private int type(NodeProto node) {
        String operator = node.getOpType();
        if (WHOLE.contains(operator)) {
            return DataType.INT64_VALUE;
        }
        if (TRUTH.contains(operator)) {
            return DataType.BOOL_VALUE;
        }
        if (operator.equals("Cast")) {
            return (int) Attributes.number(node, "to", DataType.FLOAT_VALUE);
        }
        if (operator.equals("Range")) {
            return DataType.INT64_VALUE;
        }
        return node.getInputCount() == 0 ? DataType.FLOAT_VALUE : of(node.getInput(operator.equals("Where") ? 1 : 0));
    }
}
