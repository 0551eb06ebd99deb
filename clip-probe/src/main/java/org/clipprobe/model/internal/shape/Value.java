package org.clipprobe.model.internal.shape;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What is known of a tensor at trial sizes: its element type, its shape and, for small tensors of whole numbers, its
 * elements.
 */
public record Value(int type, long[] dims, Optional<long[]> elements) {
    /** Shapes are computed from few numbers; anything larger is data. */
    static final int MOST_ELEMENTS = 1 << 14;

    static Value shaped(int type, long... dims) {
        return new Value(type, dims, Optional.empty());
    }

    static Value numbers(int type, long[] dims, long[] elements) {
        return new Value(type, dims, Optional.of(elements));
    }

    public static Value of(TensorProto tensor) {
        long[] dims = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        long size = size(dims);
        if (size > MOST_ELEMENTS) {
            return shaped(tensor.getDataType(), dims);
        }
        return new Value(tensor.getDataType(), dims, elements(tensor, (int) size));
    }

    private static Optional<long[]> elements(TensorProto tensor, int size) {
        DataType type =
                Optional.ofNullable(DataType.forNumber(tensor.getDataType())).orElse(DataType.UNDEFINED);
        int width = type == DataType.INT64 ? 8 : type == DataType.INT32 ? 4 : type == DataType.BOOL ? 1 : 0;
        long[] elements = new long[size];
        if (width == 0) {
            return Optional.empty();
        }
        if (tensor.getRawData().size() == (long) size * width) {
            ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < size; i++) {
                elements[i] = width == 8 ? raw.getLong() : width == 4 ? raw.getInt() : raw.get();
            }
            return Optional.of(elements);
        }
        if (type == DataType.INT64 ? tensor.getInt64DataCount() != size : tensor.getInt32DataCount() != size) {
            return Optional.empty();
        }
        for (int i = 0; i < size; i++) {
            elements[i] = type == DataType.INT64 ? tensor.getInt64Data(i) : tensor.getInt32Data(i);
        }
        return Optional.of(elements);
    }

    public static long size(long[] dims) {
        long size = 1;
        for (long dim : dims) {
            size = Math.multiplyExact(size, dim);
        }
        return size;
    }

    public long size() {
        return size(dims);
    }

    public int rank() {
        return dims.length;
    }

    /** A dimension counted from the end when {@code axis} is negative. */
    public long dim(int axis) {
        return dims[axis < 0 ? axis + dims.length : axis];
    }

    /** The last dimension, 1 for a scalar. */
    public long last() {
        return dims.length == 0 ? 1 : dims[dims.length - 1];
    }

    Value withDims(long... changed) {
        return new Value(type, changed, elements);
    }

    Value withType(int changed) {
        return new Value(changed, dims, elements);
    }

    Value withoutElements() {
        return new Value(type, dims, Optional.empty());
    }
}
