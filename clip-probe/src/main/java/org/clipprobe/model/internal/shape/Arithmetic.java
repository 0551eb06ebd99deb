package org.clipprobe.model.internal.shape;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import org.clipprobe.model.internal.graph.Attributes;

/** Element-wise operators: shapes by broadcasting, whole numbers computed. */
final class Arithmetic {
    private static final Set<String> COMPARISONS =
            Set.of("Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual", "And", "Or", "Xor");

    private Arithmetic() {}

    static List<Value> outputs(NodeProto node, List<Optional<Value>> inputs) {
        if (node.getOpType().startsWith("QLinear")) {
            return List.of(Value.shaped(
                    need(inputs, 0).type(),
                    Dims.broadcast(need(inputs, 0).dims(), need(inputs, 3).dims())));
        }
        if (node.getOpType().equals("Where")) {
            return List.of(where(need(inputs, 0), need(inputs, 1), need(inputs, 2)));
        }
        Value result = need(inputs, 0);
        for (int i = 1; i < inputs.size(); i++) {
            result = combined(node.getOpType(), result, need(inputs, i));
        }
        return List.of(COMPARISONS.contains(node.getOpType()) ? result.withType(DataType.BOOL_VALUE) : result);
    }

    private static Value need(List<Optional<Value>> inputs, int input) {
        return inputs.get(input).orElseThrow(() -> new ArithmeticException("unknown input"));
    }

    static List<Value> unary(NodeProto node, List<Optional<Value>> inputs) {
        Value input = need(inputs, 0);
        return List.of(
                switch (node.getOpType()) {
                    case "Identity" -> input;
                    case "Cast" -> cast(input, (int) Attributes.number(node, "to", input.type()));
                    case "Neg" -> mapped(input, -1, 0);
                    case "Not" -> mapped(input, -1, 1);
                    default -> input.withoutElements();
                });
    }

    private static Value cast(Value input, int type) {
        boolean truth = type == DataType.BOOL_VALUE;
        return new Value(
                type,
                input.dims(),
                input.elements()
                        .map(all -> java.util.Arrays.stream(all)
                                .map(element -> truth && element != 0 ? 1 : element)
                                .toArray()));
    }

    private static Value mapped(Value input, long factor, long offset) {
        return new Value(
                input.type(),
                input.dims(),
                input.elements()
                        .map(all -> java.util.Arrays.stream(all)
                                .map(element -> element * factor + offset)
                                .toArray()));
    }

    private static Value combined(String type, Value a, Value b) {
        long[] dims = Dims.broadcast(a.dims(), b.dims());
        long size = Value.size(dims);
        if (a.elements().isEmpty() || b.elements().isEmpty() || size > Value.MOST_ELEMENTS) {
            return Value.shaped(a.type(), dims);
        }
        Optional<LongBinaryOperator> operator = operator(type);
        if (operator.isEmpty()) {
            return Value.shaped(a.type(), dims);
        }
        long[] x = spread(a, dims);
        long[] y = spread(b, dims);
        long[] result = new long[(int) size];
        for (int i = 0; i < result.length; i++) {
            result[i] = operator.get().applyAsLong(x[i], y[i]);
        }
        return Value.numbers(a.type(), dims, result);
    }

    private static Optional<LongBinaryOperator> operator(String type) {
        return Optional.ofNullable(
                switch (type) {
                    case "Add", "Sum" -> Math::addExact;
                    case "Sub" -> Math::subtractExact;
                    case "Mul" -> Math::multiplyExact;
                    case "Div" -> (x, y) -> x / y;
                    case "Mod" -> Math::floorMod;
                    case "Min" -> Math::min;
                    case "Max" -> Math::max;
                    case "Equal" -> (x, y) -> x == y ? 1 : 0;
                    case "Less" -> (x, y) -> x < y ? 1 : 0;
                    case "Greater" -> (x, y) -> x > y ? 1 : 0;
                    case "LessOrEqual" -> (x, y) -> x <= y ? 1 : 0;
                    case "GreaterOrEqual" -> (x, y) -> x >= y ? 1 : 0;
                    case "And" -> (x, y) -> x & y;
                    case "Or" -> (x, y) -> x | y;
                    case "Xor" -> (x, y) -> x ^ y;
                    default -> null;
                });
    }

    private static Value where(Value condition, Value a, Value b) {
        long[] dims = Dims.broadcast(condition.dims(), Dims.broadcast(a.dims(), b.dims()));
        long size = Value.size(dims);
        boolean known = condition.elements().isPresent()
                && a.elements().isPresent()
                && b.elements().isPresent()
                && size <= Value.MOST_ELEMENTS;
        if (!known) {
            return Value.shaped(a.type(), dims);
        }
        long[] truth = spread(condition, dims);
        long[] x = spread(a, dims);
        long[] y = spread(b, dims);
        long[] result = new long[(int) size];
        for (int i = 0; i < result.length; i++) {
            result[i] = truth[i] != 0 ? x[i] : y[i];
        }
        return Value.numbers(a.type(), dims, result);
    }

    /** The elements of {@code value} broadcast to {@code dims}. */
    static long[] spread(Value value, long[] dims) {
        long[] elements = value.elements().orElseThrow(() -> new ArithmeticException("unknown elements"));
        int size = Math.toIntExact(Value.size(dims));
        long[] result = new long[size];
        for (int i = 0; i < size; i++) {
            int rest = i;
            int index = 0;
            int stride = 1;
            for (int axis = 1; axis <= value.rank(); axis++) {
                int extent = (int) dims[dims.length - axis];
                int own = (int) value.dim(value.rank() - axis);
                index += own == 1 ? 0 : rest % extent * stride;
                rest /= extent;
                stride *= own;
            }
            result[i] = elements[index];
        }
        return result;
    }
}
