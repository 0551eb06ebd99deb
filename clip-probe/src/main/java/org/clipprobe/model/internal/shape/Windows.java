package org.clipprobe.model.internal.shape;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.internal.graph.Attributes;

/** Shapes of convolutions and poolings, {@code [batch, channels, height, width]}. */
final class Windows {
    private Windows() {}

    static Value output(NodeProto node, List<Optional<Value>> inputs) {
        Value input = inputs.get(0).orElseThrow(() -> new ArithmeticException("unknown input"));
        long[] dims = input.dims().clone();
        if (node.getOpType().contains("Global")) {
            for (int i = 2; i < dims.length; i++) {
                dims[i] = 1;
            }
            return Value.shaped(input.type(), dims);
        }
        long[] kernel = kernel(node, inputs, dims.length - 2);
        if (node.getOpType().contains("Conv")) {
            Value weights = weights(node, inputs);
            long groups = Attributes.number(node, "group", 1);
            if (weights.dim(1) * groups != dims[1]) {
                throw new Dims.Mismatch("channels " + dims[1]);
            }
            dims[1] = weights.dim(0);
        }
        for (int i = 0; i < kernel.length; i++) {
            dims[i + 2] = extent(node, dims[i + 2], kernel[i], i, kernel.length);
            if (dims[i + 2] <= 0) {
                throw new Dims.Mismatch("too small a picture");
            }
        }
        return Value.shaped(input.type(), dims);
    }

    private static long[] kernel(NodeProto node, List<Optional<Value>> inputs, int count) {
        return Attributes.numbers(node, "kernel_shape").orElseGet(() -> {
            long[] dims = weights(node, inputs).dims();
            return java.util.Arrays.copyOfRange(dims, dims.length - count, dims.length);
        });
    }

    private static Value weights(NodeProto node, List<Optional<Value>> inputs) {
        return inputs.get(node.getOpType().equals("QLinearConv") ? 3 : 1)
                .orElseThrow(() -> new ArithmeticException("unknown weights"));
    }

    private static long extent(NodeProto node, long size, long kernel, int axis, int axes) {
        long stride = Attributes.numbers(node, "strides").map(all -> all[axis]).orElse(1L);
        long dilation =
                Attributes.numbers(node, "dilations").map(all -> all[axis]).orElse(1L);
        if (Attributes.text(node, "auto_pad", "NOTSET").startsWith("SAME")) {
            return (size + stride - 1) / stride;
        }
        long pads = Attributes.numbers(node, "pads")
                .map(all -> all[axis] + all[axis + axes])
                .orElse(0L);
        long room = size + pads - dilation * (kernel - 1) - 1;
        boolean up = Attributes.number(node, "ceil_mode", 0) != 0;
        return (up ? -Math.floorDiv(-room, stride) : Math.floorDiv(room, stride)) + 1;
    }
}
