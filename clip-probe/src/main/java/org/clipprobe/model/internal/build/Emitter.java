package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;

/** Writes new nodes and constants, each with a name of its own. */
public final class Emitter {
    private final int opset;
    private final String prefix;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> constants = new ArrayList<>();
    private int names;

    Emitter(int opset) {
        this(opset, "clip-probe/");
    }

    /** @param prefix of every name, which no tensor of the file begins with */
    Emitter(int opset, String prefix) {
        this.opset = opset;
        this.prefix = prefix;
    }

    List<NodeProto> nodes() {
        return nodes;
    }

    List<TensorProto> constants() {
        return constants;
    }

    private String fresh() {
        return prefix + names++;
    }

    /** What a copied node's names end in, each time another. */
    String copySuffix() {
        return "/" + fresh();
    }

    /** Adds a node and returns its output. */
    String node(String type, List<String> inputs, AttributeProto... attributes) {
        return node(type, inputs, fresh(), attributes);
    }

    String node(String type, List<String> inputs, String output, AttributeProto... attributes) {
        nodes.add(NodeProto.newBuilder()
                .setOpType(type)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build());
        return output;
    }

    public static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto attribute(String name, long... values) {
        AttributeProto.Builder builder =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            builder.addInts(value);
        }
        return builder.build();
    }

    private TensorProto.Builder tensor(DataType type, long... dims) {
        TensorProto.Builder builder = TensorProto.newBuilder().setName(fresh()).setDataType(type.getNumber());
        for (long dim : dims) {
            builder.addDims(dim);
        }
        return builder;
    }

    private String constant(TensorProto.Builder builder) {
        constants.add(builder.build());
        return builder.getName();
    }

    String numbers(long... values) {
        TensorProto.Builder builder = tensor(DataType.INT64, values.length);
        for (long value : values) {
            builder.addInt64Data(value);
        }
        return constant(builder);
    }

    String number(long value) {
        return constant(tensor(DataType.INT64).addInt64Data(value));
    }

    String reals(float[] values, long... dims) {
        TensorProto.Builder builder = tensor(DataType.FLOAT, dims);
        for (float value : values) {
            builder.addFloatData(value);
        }
        return constant(builder);
    }

    String truths(boolean[] values, long... dims) {
        TensorProto.Builder builder = tensor(DataType.BOOL, dims);
        for (boolean value : values) {
            builder.addInt32Data(value ? 1 : 0);
        }
        return constant(builder);
    }

    String reshape(String tensor, long... dims) {
        return node("Reshape", List.of(tensor, numbers(dims)));
    }

    String reshapeTo(String tensor, String dims) {
        return node("Reshape", List.of(tensor, dims));
    }

    String transpose(String tensor, long... order) {
        return node("Transpose", List.of(tensor), attribute("perm", order));
    }

    String cast(String tensor, int type) {
        return node("Cast", List.of(tensor), attribute("to", type));
    }

    /** Dimensions {@code from} (inclusive) to {@code to} (exclusive) of a tensor's shape. */
    String shape(String tensor, long from, long to) {
        String all = node("Shape", List.of(tensor));
        return node("Slice", List.of(all, numbers(from), numbers(to)));
    }

    String concat(String... parts) {
        return node("Concat", List.of(parts), attribute("axis", 0));
    }

    /** A sum over this axis, which is dropped. The axes became an input in operator set 13, before all others'. */
    String sum(String tensor, long axis) {
        AttributeProto drop = attribute("keepdims", 0);
        return opset >= 13
                ? node("ReduceSum", List.of(tensor, numbers(axis)), drop)
                : node("ReduceSum", List.of(tensor), drop, attribute("axes", new long[] {axis}));
    }

    /** A reduction over these axes, which are dropped. The axes became an input in operator set 18. */
    String reduce(String type, String tensor, long... axes) {
        AttributeProto drop = attribute("keepdims", 0);
        return opset >= 18
                ? node(type, List.of(tensor, numbers(axes)), drop)
                : node(type, List.of(tensor), drop, attribute("axes", axes));
    }
}
