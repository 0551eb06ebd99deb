package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.graph.Attributes;
import org.clipprobe.model.internal.graph.Graph;

/** Names and roles of a graph's inputs. */
public final class Inputs {
    private static final Set<TowerInput.Element> COLOURS =
            Set.of(TowerInput.Element.FLOAT, TowerInput.Element.FLOAT16, TowerInput.Element.UINT8);
    private static final int MOST_STEPS = 8;

    private Inputs() {}

    public static List<TowerInput> of(Graph graph) {
        List<TowerInput> inputs = new ArrayList<>();
        for (ValueInfoProto input : graph.inputs()) {
            TypeProto.Tensor type = input.getType().getTensorType();
            List<Long> dims = new ArrayList<>(type.getShape().getDimList().stream()
                    .map(dim -> dim.hasDimValue() && dim.getDimValue() > 0 ? dim.getDimValue() : -1L)
                    .toList());
            if (dims.size() == 4 && !dims.contains(3L)) {
                openChannels(graph, input.getName(), dims);
            }
            TowerInput.Element element = element(type.getElemType());
            inputs.add(new TowerInput(input.getName(), element, dims, role(graph, input.getName(), element, dims)));
        }
        return inputs;
    }

    /** Where the file leaves the colours' axis open, a picture that is turned first has them last. */
    private static void openChannels(Graph graph, String input, List<Long> dims) {
        int axis = turns(graph, input) ? 3 : 1;
        if (dims.get(axis) < 0) {
            dims.set(axis, 3L);
        }
    }

    private static boolean turns(Graph graph, String input) {
        String current = input;
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<NodeProto> next = graph.uses(current).stream()
                    .map(use -> graph.node(use.node()))
                    .filter(node -> !node.getOpType().equals("Shape"))
                    .findFirst();
            if (next.isEmpty() || next.get().getOpType().contains("Conv")) {
                return false;
            }
            if (next.get().getOpType().equals("Transpose")) {
                return Attributes.numbers(next.get(), "perm")
                        .map(order -> Arrays.equals(order, new long[] {0, 3, 1, 2}))
                        .orElse(false);
            }
            current = next.get().getOutput(0);
        }
        return false;
    }

    private static TowerInput.Role role(Graph graph, String name, TowerInput.Element element, List<Long> dims) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean whole = element == TowerInput.Element.INT32 || element == TowerInput.Element.INT64;
        if (dims.size() == 4 && COLOURS.contains(element) && (dims.get(1) == 3 || dims.get(3) == 3)) {
            return TowerInput.Role.PIXELS;
        }
        if (dims.size() != 2) {
            return TowerInput.Role.OTHER;
        }
        if (lower.contains("mask")) {
            return TowerInput.Role.ATTENTION_MASK;
        }
        if (!whole) {
            return TowerInput.Role.OTHER;
        }
        if (lower.contains("position")) {
            return TowerInput.Role.POSITION_IDS;
        }
        if (lower.contains("type_id") || lower.contains("segment")) {
            return TowerInput.Role.TOKEN_TYPES;
        }
        return Embeddings.looksUp(graph, name) ? TowerInput.Role.TOKENS : TowerInput.Role.OTHER;
    }

    private static TowerInput.Element element(int type) {
        return switch (type) {
            case DataType.FLOAT_VALUE -> TowerInput.Element.FLOAT;
            case DataType.FLOAT16_VALUE -> TowerInput.Element.FLOAT16;
            case DataType.UINT8_VALUE -> TowerInput.Element.UINT8;
            case DataType.INT32_VALUE -> TowerInput.Element.INT32;
            case DataType.INT64_VALUE -> TowerInput.Element.INT64;
            case DataType.BOOL_VALUE -> TowerInput.Element.BOOL;
            default -> TowerInput.Element.OTHER;
        };
    }
}
