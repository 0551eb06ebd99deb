package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Value;

/** The number that a joint model multiplies cosine similarities with before they leave it as logits. */
public final class LogitScale {
    private static final int MOST_STEPS = 8;
    private static final Set<String> PASSING = Set.of("Transpose", "Cast", "Identity", "Add");

    private LogitScale() {}

    public static OptionalDouble of(Graph graph) {
        return graph.outputs().stream()
                .filter(output -> output.startsWith("logits"))
                .flatMapToDouble(output -> factor(graph, output).stream())
                .findFirst();
    }

    /** Walks back from the logits, past a bias that SigLIP adds, to the product. */
    private static OptionalDouble factor(Graph graph, String logits) {
        String tensor = logits;
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<NodeProto> node = graph.producerNode(tensor);
            if (node.isEmpty()) {
                break;
            }
            if (node.get().getOpType().equals("Mul")) {
                return node.get().getInputList().stream()
                        .flatMapToDouble(input -> scalar(graph, input, MOST_STEPS).stream())
                        .findFirst();
            }
            if (!PASSING.contains(node.get().getOpType())) {
                break;
            }
            tensor = node.get().getInputList().stream()
                    .filter(input -> scalar(graph, input, MOST_STEPS).isEmpty())
                    .findFirst()
                    .orElse("");
        }
        return OptionalDouble.empty();
    }

    private static OptionalDouble scalar(Graph graph, String tensor, int steps) {
        Optional<TensorProto> constant = graph.constant(tensor);
        if (constant.isPresent()) {
            return number(constant.get());
        }
        Optional<NodeProto> node = graph.producerNode(tensor);
        if (steps == 0 || node.isEmpty() || node.get().getInputCount() != 1) {
            return OptionalDouble.empty();
        }
        OptionalDouble inner = scalar(graph, node.get().getInput(0), steps - 1);
        return switch (node.get().getOpType()) {
            case "Cast", "Identity" -> inner;
            case "Exp" -> inner.isPresent() ? OptionalDouble.of(StrictMath.exp(inner.getAsDouble())) : inner;
            default -> OptionalDouble.empty();
        };
    }

    private static OptionalDouble number(TensorProto tensor) {
        if (tensor.getDataType() != DataType.FLOAT_VALUE
                || Value.size(tensor.getDimsList().stream()
                                .mapToLong(Long::longValue)
                                .toArray())
                        != 1) {
            return OptionalDouble.empty();
        }
        if (tensor.getFloatDataCount() == 1) {
            return OptionalDouble.of(tensor.getFloatData(0));
        }
        return tensor.getRawData().size() == Float.BYTES
                ? OptionalDouble.of(tensor.getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat())
                : OptionalDouble.empty();
    }
}
