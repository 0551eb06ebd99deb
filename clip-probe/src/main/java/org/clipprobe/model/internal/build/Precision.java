package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a half-precision graph take and give 32-bit numbers, since DJL's engine takes no others, and mends what converters
 * to half precision leave behind: where a tensor was both an output and read inside, onnxconverter-common lets the readers
 * have the 32-bit copy, and no runtime opens such a graph. A node that mixes both gets its 32-bit inputs rounded to 16, as
 * the converter meant it.
 */
public final class Precision {
    private static final int FLOAT = DataType.FLOAT_VALUE;
    private static final int HALF = DataType.FLOAT16_VALUE;
    private static final Set<String> ONE_TYPE = Set.of(
            "Add",
            "Concat",
            "Conv",
            "Div",
            "Einsum",
            "Gemm",
            "LayerNormalization",
            "MatMul",
            "Max",
            "Min",
            "Mul",
            "Sub",
            "Sum",
            "Where");
    private static final Set<String> TO_INT64 = Set.of("Shape", "Size", "ArgMax", "ArgMin", "NonZero");
    private static final Set<String> TO_BOOL = Set.of(
            "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not", "And", "Or", "Xor", "IsNaN", "IsInf");

    private final ModelProto model;
    private final Map<String, Integer> types = new HashMap<>();
    private final Map<String, String> rounded = new HashMap<>();
    private final Set<String> halfInputs = new HashSet<>();
    private final List<NodeProto> nodes = new ArrayList<>();

    private Precision(ModelProto model) {
        this.model = model;
    }

    /** The model itself where nothing is to be done. */
    public static ModelProto unified(ModelProto model) {
        GraphProto graph = model.getGraph();
        boolean half = graph.getInitializerList().stream().anyMatch(weights -> weights.getDataType() == HALF)
                || Stream.concat(graph.getInputList().stream(), graph.getOutputList().stream())
                        .anyMatch(value -> elementType(value) == HALF);
        return half ? new Precision(model).unified() : model;
    }

    private ModelProto unified() {
        GraphProto graph = model.getGraph();
        graph.getInitializerList().forEach(weights -> types.put(weights.getName(), weights.getDataType()));
        GraphProto.Builder builder = graph.toBuilder().clearNode();
        for (int i = 0; i < graph.getInputCount(); i++) {
            ValueInfoProto input = graph.getInput(i);
            int type = elementType(input);
            if (type == HALF && !types.containsKey(input.getName())) {
                builder.getInputBuilder(i)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .setElemType(FLOAT);
                halfInputs.add(input.getName());
            }
            types.put(input.getName(), type == HALF ? FLOAT : type);
        }
        graph.getNodeList().forEach(this::add);
        for (int i = 0; i < graph.getOutputCount(); i++) {
            if (elementType(graph.getOutput(i)) == HALF) {
                String wide = graph.getOutput(i).getName() + "/float";
                nodes.add(cast(graph.getOutput(i).getName(), wide, FLOAT));
                builder.getOutputBuilder(i)
                        .setName(wide)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .setElemType(FLOAT);
            }
        }
        // The declared types of inner tensors may be those that the converter got wrong.
        return model.toBuilder()
                .setGraph(builder.addAllNode(nodes).clearValueInfo())
                .build();
    }

    private void add(NodeProto node) {
        NodeProto.Builder mended = node.toBuilder();
        boolean mixed = ONE_TYPE.contains(node.getOpType())
                && node.getInputList().stream().anyMatch(name -> type(name) == HALF);
        for (int i = 0; i < node.getInputCount(); i++) {
            String name = node.getInput(i);
            if (type(name) == FLOAT && (mixed || halfInputs.contains(name))) {
                mended.setInput(i, rounded(name));
            }
        }
        NodeProto done = mended.build();
        nodes.add(done);
        int type = outputType(done);
        done.getOutputList().forEach(name -> types.put(name, type));
    }

    private String rounded(String name) {
        return rounded.computeIfAbsent(name, wide -> {
            String narrow = wide + "/half";
            nodes.add(cast(wide, narrow, HALF));
            types.put(narrow, HALF);
            return narrow;
        });
    }

    private static NodeProto cast(String from, String to, int type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .setName(to)
                .addInput(from)
                .addOutput(to)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(type))
                .build();
    }

    private static int elementType(ValueInfoProto value) {
        return value.getType().getTensorType().getElemType();
    }

    private int type(String name) {
        return types.getOrDefault(name, DataType.UNDEFINED_VALUE);
    }

    private int outputType(NodeProto node) {
        String operator = node.getOpType();
        if (TO_INT64.contains(operator)) {
            return DataType.INT64_VALUE;
        }
        if (TO_BOOL.contains(operator)) {
            return DataType.BOOL_VALUE;
        }
        for (AttributeProto attribute : node.getAttributeList()) {
            if (operator.equals("Cast") && attribute.getName().equals("to")) {
                return (int) attribute.getI();
            }
            if (operator.startsWith("Constant") && attribute.hasT()) {
                return attribute.getT().getDataType();
            }
        }
        int first = node.getInputCount() == 0 ? DataType.UNDEFINED_VALUE : type(node.getInput(0));
        for (String name : node.getInputList()) {
            if (type(name) == FLOAT || type(name) == HALF) {
                return type(name);
            }
        }
        return first;
    }
}
