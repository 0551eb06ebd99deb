package org.clipprobe.model.internal.shape;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.internal.graph.Attributes;

/** What an operator's outputs look like, given what its inputs look like. */
final class Operators {
    private static final int INT64 = DataType.INT64_VALUE;

    private final NodeProto node;
    private final List<Optional<Value>> inputs;

    private Operators(NodeProto node, List<Optional<Value>> inputs) {
        this.node = node;
        this.inputs = inputs;
    }

    /** Empty when it cannot be told. */
    static List<Value> outputs(NodeProto node, List<Optional<Value>> inputs) {
        return new Operators(node, inputs).outputs();
    }

    private List<Value> outputs() {
        return switch (node.getOpType()) {
            case "Constant" -> constant();
            case "Shape",
                    "Size",
                    "ConstantOfShape",
                    "Range",
                    "Reshape",
                    "Flatten",
                    "Squeeze",
                    "Unsqueeze",
                    "Transpose",
                    "Concat",
                    "Split",
                    "Slice",
                    "Gather",
                    "GatherElements",
                    "GatherND",
                    "Expand",
                    "Tile",
                    "Pad",
                    "ArgMax",
                    "ArgMin" -> Movements.outputs(node, inputs);
            case "Add",
                    "Sub",
                    "Mul",
                    "Div",
                    "Mod",
                    "Pow",
                    "Min",
                    "Max",
                    "Equal",
                    "Less",
                    "Greater",
                    "LessOrEqual",
                    "GreaterOrEqual",
                    "And",
                    "Or",
                    "Xor",
                    "Where",
                    "Sum",
                    "BiasGelu",
                    "QLinearAdd",
                    "QLinearMul" -> Arithmetic.outputs(node, inputs);
            case "Cast", "Neg", "Abs", "Not", "Identity", "Floor", "Ceil" -> Arithmetic.unary(node, inputs);
            case "MatMul",
                    "FusedMatMul",
                    "MatMulInteger",
                    "MatMulIntegerToFloat",
                    "DynamicQuantizeMatMul",
                    "QLinearMatMul",
                    "Gemm",
                    "FusedGemm",
                    "QGemm",
                    "MatMulNBits",
                    "MatMulBnb4" -> List.of(product());
            case "Conv",
                    "ConvInteger",
                    "QLinearConv",
                    "FusedConv",
                    "MaxPool",
                    "AveragePool",
                    "GlobalAveragePool",
                    "GlobalMaxPool",
                    "QLinearGlobalAveragePool",
                    "QLinearAveragePool" -> List.of(Windows.output(node, inputs));
            case "SkipLayerNormalization", "SkipSimplifiedLayerNormalization" -> skip();
            case "DynamicQuantizeLinear" ->
                List.of(
                        first().withType(DataType.UINT8_VALUE),
                        Value.shaped(DataType.FLOAT_VALUE),
                        Value.shaped(DataType.UINT8_VALUE));
            case "QuantizeLinear" ->
                List.of(first().withType(at(2).map(Value::type).orElse(DataType.UINT8_VALUE)));
            case "DequantizeLinear" -> List.of(first().withoutElements().withType(need(1).type()));
            case "Attention", "QAttention", "MultiHeadAttention" -> List.of(attention());
            case "QLinearConcat" -> List.of(concatenated());
            default -> other();
        };
    }

    private List<Value> other() {
        if (node.getOpType().startsWith("Reduce")) {
            return Movements.outputs(node, inputs);
        }
        if (node.getOpType().equals("IsNaN") || node.getOpType().equals("IsInf")) {
            return List.of(first().withoutElements().withType(DataType.BOOL_VALUE));
        }
        boolean unpredictable = List.of(
                        "NonZero", "Compress", "Unique", "Einsum", "Resize", "If", "Loop", "Scan", "TopK")
                .contains(node.getOpType());
        // Whatever else is in a tower works element by element or normalises.
        return unpredictable
                ? List.of()
                : at(0).map(value -> List.of(value.withoutElements())).orElse(List.of());
    }

    private Optional<Value> at(int input) {
        return input < inputs.size() ? inputs.get(input) : Optional.empty();
    }

    private Value need(int input) {
        return at(input).orElseThrow(() -> new ArithmeticException("unknown input"));
    }

    private Value first() {
        return need(0);
    }

    private List<Value> constant() {
        Optional<Value> tensor = Attributes.find(node, "value").map(value -> Value.of(value.getT()));
        Optional<Value> number = Attributes.find(node, "value_int")
                .map(value -> Value.numbers(INT64, new long[0], new long[] {value.getI()}));
        Optional<Value> numbers = Attributes.numbers(node, "value_ints")
                .map(values -> Value.numbers(INT64, new long[] {values.length}, values));
        Optional<Value> real = Attributes.find(node, "value_float").map(value -> Value.shaped(DataType.FLOAT_VALUE));
        return tensor.or(() -> number).or(() -> numbers).or(() -> real).stream().toList();
    }

    private Value product() {
        String type = node.getOpType();
        Value a = first();
        if (type.endsWith("Gemm")) {
            Value b = need(type.equals("QGemm") ? 3 : 1);
            long rows = Attributes.number(node, "transA", 0) == 0 ? a.dim(0) : a.dim(1);
            long columns = Attributes.number(node, "transB", 0) == 0 ? b.dim(1) : b.dim(0);
            return Value.shaped(a.type(), rows, columns);
        }
        if (type.equals("MatMulNBits") || type.equals("MatMulBnb4")) {
            return Value.shaped(a.type(), Dims.with(a.dims(), a.rank() - 1, Attributes.number(node, "N", 0)));
        }
        Value b = need(type.equals("QLinearMatMul") ? 3 : 1);
        long[] left = turned(a.dims(), "transBatchA", "transA");
        long[] right = turned(b.dims(), "transBatchB", "transB");
        int element = type.equals("MatMulInteger")
                ? DataType.INT32_VALUE
                : type.equals("MatMulIntegerToFloat") ? DataType.FLOAT_VALUE : a.type();
        return Value.shaped(element, Dims.product(left, right));
    }

    /** FusedMatMul's transpositions: the first axis goes behind the stack, then the last two change places. */
    private long[] turned(long[] dims, String stack, String last) {
        long[] result = dims.clone();
        int rank = dims.length;
        if (Attributes.number(node, stack, 0) != 0) {
            System.arraycopy(dims, 1, result, 0, rank - 2);
            result[rank - 2] = dims[0];
        }
        if (Attributes.number(node, last, 0) != 0) {
            long row = result[rank - 2];
            result[rank - 2] = result[rank - 1];
            result[rank - 1] = row;
        }
        return result;
    }

    private List<Value> skip() {
        Value input = first().rank() >= need(1).rank() ? first() : need(1);
        Value plain = input.withoutElements();
        return List.of(plain, plain, plain, plain);
    }

    /** After its own scale and zero point, three inputs for each part. */
    private Value concatenated() {
        Value part = need(2);
        int axis = Dims.axis(Attributes.number(node, "axis", 0), part.rank());
        long total = 0;
        for (int i = 2; i < inputs.size(); i += 3) {
            total += need(i).dim(axis);
        }
        return Value.shaped(part.type(), Dims.with(part.dims(), axis, total));
    }

    private Value attention() {
        Value input = first();
        if (node.getOpType().equals("MultiHeadAttention")) {
            return input.rank() == 5
                    ? Value.shaped(input.type(), input.dim(0), input.dim(1), input.dim(2) * input.dim(4))
                    : Value.shaped(
                            input.type(),
                            input.dim(0),
                            input.dim(1),
                            at(2).map(Value::last).orElse(input.last()));
        }
        if (!node.getDomain().equals("com.microsoft")) {
            return input.rank() == 3
                    ? Value.shaped(
                            input.type(),
                            input.dim(0),
                            input.dim(1),
                            need(2).last()
                                    * Attributes.number(node, "q_num_heads", 1)
                                    / Attributes.number(node, "kv_num_heads", 1))
                    : Value.shaped(input.type(), input.dim(0), input.dim(1), input.dim(2), need(2).last());
        }
        long hidden = Attributes.numbers(node, "qkv_hidden_sizes")
                .map(sizes -> sizes[sizes.length - 1])
                .orElse(need(1).last() / 3);
        int type = node.getOpType().equals("QAttention") ? DataType.FLOAT_VALUE : input.type();
        return Value.shaped(type, input.dim(0), input.dim(1), hidden);
    }
}
