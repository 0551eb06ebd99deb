package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.clipprobe.model.internal.graph.Attributes;
import org.clipprobe.model.internal.shape.Value;

/** The few small tensors of real numbers that sizes are computed from: an interpolated position table, for example. */
public final class Reals {
    private static final int MOST = 64;

    private final Map<String, double[]> known = new HashMap<>();

    /** Remembers a constant of the file. */
    public void remember(String name, TensorProto tensor) {
        elements(tensor).ifPresent(values -> known.put(name, values));
    }

    /** The elements of a small constant of 32-bit numbers. */
    static Optional<double[]> elements(TensorProto tensor) {
        long size = tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        if (tensor.getDataType() != DataType.FLOAT_VALUE || size < 1 || size > MOST) {
            return Optional.empty();
        }
        double[] values = new double[(int) size];
        if (tensor.getRawData().size() == size * Float.BYTES) {
            ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            Arrays.setAll(values, i -> raw.getFloat());
            return Optional.of(values);
        }
        if (tensor.getFloatDataCount() != size) {
            return Optional.empty();
        }
        Arrays.setAll(values, tensor::getFloatData);
        return Optional.of(values);
    }

    /** Computes a node's first output where that is a small one and its inputs are known. */
    public void run(NodeProto node, Map<String, Value> values) {
        if (node.getOutputCount() == 0) {
            return;
        }
        computed(node, values)
                .filter(result -> result.length <= MOST)
                .ifPresent(result -> known.put(node.getOutput(0), result));
    }

    /** The elements of a tensor; those that are whole by type are known to the shapes' own arithmetic. */
    public Optional<double[]> of(String tensor, Map<String, Value> values) {
        Optional<double[]> real = Optional.ofNullable(known.get(tensor));
        return real.or(() -> Optional.ofNullable(values.get(tensor))
                .flatMap(Value::elements)
                .filter(elements -> elements.length <= MOST)
                .map(elements -> Arrays.stream(elements).asDoubleStream().toArray()));
    }

    private Optional<double[]> computed(NodeProto node, Map<String, Value> values) {
        return switch (node.getOpType()) {
            case "Constant" -> constant(node);
            case "Cast", "Identity", "Unsqueeze", "Squeeze", "Reshape" -> real(node, values);
            case "Sqrt" -> mapped(node, values, Math::sqrt);
            case "Floor" -> mapped(node, values, Math::floor);
            case "Ceil" -> mapped(node, values, Math::ceil);
            case "Add" -> combined(node, values, (a, b) -> a + b);
            case "Sub" -> combined(node, values, (a, b) -> a - b);
            case "Mul" -> combined(node, values, (a, b) -> a * b);
            case "Div" -> combined(node, values, (a, b) -> a / b);
            case "Pow" -> combined(node, values, Math::pow);
            case "Concat" -> concatenated(node, values);
            default -> Optional.empty();
        };
    }

    private static Optional<double[]> constant(NodeProto node) {
        Optional<double[]> tensor =
                Attributes.find(node, "value").filter(AttributeProto::hasT).flatMap(value -> elements(value.getT()));
        return tensor.or(() -> Attributes.find(node, "value_float").map(value -> new double[] {value.getF()}))
                .or(() -> Attributes.find(node, "value_floats")
                        .map(value -> value.getFloatsList().stream()
                                .mapToDouble(Float::doubleValue)
                                .toArray()));
    }

    /** Whole numbers stay with the shapes' own arithmetic, which is exact. */
    private Optional<double[]> real(NodeProto node, Map<String, Value> values) {
        boolean real = node.getInputCount() > 0
                && Optional.ofNullable(values.get(node.getOutput(0)))
                        .map(value -> value.type() == DataType.FLOAT_VALUE || value.type() == DataType.FLOAT16_VALUE)
                        .orElse(false);
        return real ? of(node.getInput(0), values) : Optional.empty();
    }

    private Optional<double[]> mapped(NodeProto node, Map<String, Value> values, DoubleUnaryOperator operator) {
        return real(node, values)
                .map(elements -> Arrays.stream(elements).map(operator).toArray());
    }

    private Optional<double[]> combined(NodeProto node, Map<String, Value> values, DoubleBinaryOperator operator) {
        Optional<double[]> a = real(node, values);
        Optional<double[]> b = node.getInputCount() == 2 ? of(node.getInput(1), values) : Optional.empty();
        if (a.isEmpty()
                || b.isEmpty()
                || (a.get().length != b.get().length && a.get().length > 1 && b.get().length > 1)) {
            return Optional.empty();
        }
        double[] x = a.get();
        double[] y = b.get();
        double[] result = new double[Math.max(x.length, y.length)];
        Arrays.setAll(result, i -> operator.applyAsDouble(x[x.length == 1 ? 0 : i], y[y.length == 1 ? 0 : i]));
        return Optional.of(result);
    }

    private Optional<double[]> concatenated(NodeProto node, Map<String, Value> values) {
        List<Optional<double[]>> parts =
                node.getInputList().stream().map(input -> of(input, values)).toList();
        if (real(node, values).isEmpty() || parts.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(parts.stream()
                .flatMapToDouble(part -> Arrays.stream(part.orElseThrow()))
                .toArray());
    }
}
