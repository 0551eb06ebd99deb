package org.clipprobe.model.internal.shape;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clipprobe.model.internal.graph.Attributes;

/** Operators that make, move, cut and gather: their output's shape and, where small and whole, its elements. */
final class Movements {
    private static final int INT64 = DataType.INT64_VALUE;

    private final NodeProto node;
    private final List<Optional<Value>> inputs;

    private Movements(NodeProto node, List<Optional<Value>> inputs) {
        this.node = node;
        this.inputs = inputs;
    }

    static List<Value> outputs(NodeProto node, List<Optional<Value>> inputs) {
        return new Movements(node, inputs).outputs();
    }

    private List<Value> outputs() {
        return switch (node.getOpType()) {
            case "Shape" -> List.of(shape());
            case "Size" -> List.of(Value.numbers(INT64, new long[0], new long[] {first().size()}));
            case "ConstantOfShape" -> List.of(constantOfShape());
            case "Range" -> List.of(range());
            case "Reshape" ->
                List.of(first().withDims(Dims.reshaped(
                        first().dims(), elements(1), Attributes.number(node, "allowzero", 0) != 0)));
            case "Flatten" -> List.of(flatten());
            case "Squeeze" -> List.of(squeeze());
            case "Unsqueeze" -> List.of(unsqueeze());
            case "Transpose" -> List.of(transpose());
            case "Concat" -> List.of(concat());
            case "Split" -> split();
            case "Slice" -> List.of(slice());
            case "Gather" -> List.of(gather());
            case "GatherElements" -> List.of(Value.shaped(first().type(), need(1).dims()));
            case "GatherND" -> List.of(gatherNd());
            case "Expand" -> List.of(expand());
            case "Tile" -> List.of(scaled(elements(1)));
            case "Pad" -> List.of(pad());
            case "ArgMax", "ArgMin" ->
                List.of(reduced(new long[] {Attributes.number(node, "axis", 0)}).withType(INT64));
            default ->
                List.of(reduced(axes().orElseGet(
                                () -> LongStream.range(0, first().rank()).toArray())));
        };
    }

    private Value need(int input) {
        return at(input).orElseThrow(() -> new ArithmeticException("unknown input"));
    }

    private Optional<Value> at(int input) {
        return input < inputs.size() ? inputs.get(input) : Optional.empty();
    }

    private Value first() {
        return need(0);
    }

    private long[] elements(int input) {
        return need(input).elements().orElseThrow(() -> new ArithmeticException("unknown elements"));
    }

    /** Axes, an attribute in older operator sets and the second input in newer ones. */
    private Optional<long[]> axes() {
        return Attributes.numbers(node, "axes").or(() -> at(1).flatMap(Value::elements));
    }

    private Value shape() {
        int rank = first().rank();
        int from = Dims.axis(Attributes.number(node, "start", 0), rank);
        int to = (int) Math.min(rank, Attributes.number(node, "end", rank));
        long[] part = Arrays.copyOfRange(first().dims(), from, Dims.axis(to, rank));
        return Value.numbers(INT64, new long[] {part.length}, part);
    }

    private Value constantOfShape() {
        long[] dims = elements(0);
        Value fill = Attributes.find(node, "value")
                .map(value -> Value.of(value.getT()))
                .orElse(Value.shaped(DataType.FLOAT_VALUE, 1));
        long size = Value.size(dims);
        if (fill.elements().isEmpty() || size > Value.MOST_ELEMENTS) {
            return Value.shaped(fill.type(), dims);
        }
        long[] all = new long[(int) size];
        Arrays.fill(all, fill.elements().get()[0]);
        return Value.numbers(fill.type(), dims, all);
    }

    private Value range() {
        long step = elements(2)[0];
        long count = Math.max(0, -Math.floorDiv(elements(0)[0] - elements(1)[0], step));
        if (count > Value.MOST_ELEMENTS) {
            return Value.shaped(first().type(), count);
        }
        long start = elements(0)[0];
        return Value.numbers(
                first().type(),
                new long[] {count},
                LongStream.range(0, count).map(i -> start + i * step).toArray());
    }

    private Value flatten() {
        int axis = Dims.axis(Attributes.number(node, "axis", 1), first().rank());
        long rows = Value.size(Dims.head(first().dims(), axis));
        return first().withDims(rows, rows == 0 ? 0 : first().size() / rows);
    }

    private Value squeeze() {
        long[] dims = first().dims();
        Optional<long[]> axes = axes();
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < dims.length; i++) {
            int axis = i;
            boolean drop = axes.map(all -> Arrays.stream(all).anyMatch(one -> Dims.axis(one, dims.length) == axis))
                    .orElse(dims[i] == 1);
            if (!drop) {
                kept.add(dims[i]);
            }
        }
        return first().withDims(kept.stream().mapToLong(Long::longValue).toArray());
    }

    private Value unsqueeze() {
        long[] axes = axes().orElseThrow(() -> new ArithmeticException("unknown axes"));
        int rank = first().rank() + axes.length;
        List<Long> dims = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < rank; i++) {
            int axis = i;
            boolean fresh = Arrays.stream(axes).anyMatch(one -> Dims.axis(one, rank) == axis);
            dims.add(fresh ? 1L : first().dims()[next++]);
        }
        return first().withDims(dims.stream().mapToLong(Long::longValue).toArray());
    }

    private Value transpose() {
        int rank = first().rank();
        long[] order = Attributes.numbers(node, "perm")
                .orElseGet(() ->
                        IntStream.range(0, rank).mapToLong(i -> rank - 1 - i).toArray());
        long[] dims = Dims.transposed(first().dims(), order);
        if (rank != 2 || first().elements().isEmpty() || order[0] == 0) {
            return rank == 1 || (rank == 2 && order[0] == 0) ? first() : Value.shaped(first().type(), dims);
        }
        long[] all = first().elements().get();
        int rows = (int) dims[0];
        int columns = (int) dims[1];
        return Value.numbers(
                first().type(),
                dims,
                IntStream.range(0, rows * columns)
                        .mapToLong(i -> all[i % columns * rows + i / columns])
                        .toArray());
    }

    private Value concat() {
        int axis = Dims.axis(Attributes.number(node, "axis", 0), first().rank());
        long total = 0;
        boolean known = true;
        for (int i = 0; i < inputs.size(); i++) {
            long[] dims = need(i).dims();
            if (!Arrays.equals(Dims.with(dims, axis, 0), Dims.with(first().dims(), axis, 0))) {
                throw new Dims.Mismatch("concatenation of unlike parts");
            }
            total += dims[axis];
            known &= need(i).elements().isPresent();
        }
        long[] dims = Dims.with(first().dims(), axis, total);
        if (!known || first().rank() != 1) {
            return Value.shaped(first().type(), dims);
        }
        return Value.numbers(
                first().type(),
                dims,
                inputs.stream()
                        .flatMapToLong(value ->
                                Arrays.stream(value.orElseThrow().elements().orElseThrow()))
                        .toArray());
    }

    private List<Value> split() {
        int axis = Dims.axis(Attributes.number(node, "axis", 0), first().rank());
        int count = node.getOutputCount();
        long size = first().dim(axis);
        Optional<long[]> parts = Attributes.numbers(node, "split").or(() -> at(1).flatMap(Value::elements));
        long each = (size + count - 1) / count;
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int part = i;
            long extent = parts.map(all -> all[part]).orElse(Math.min(each, size - part * each));
            outputs.add(Value.shaped(first().type(), Dims.with(first().dims(), axis, extent)));
        }
        return outputs;
    }

    private Value slice() {
        long[] starts = Attributes.numbers(node, "starts").orElseGet(() -> elements(1));
        long[] ends = Attributes.numbers(node, "ends").orElseGet(() -> elements(2));
        long[] axes = Attributes.numbers(node, "axes")
                .or(() -> at(3).flatMap(Value::elements))
                .orElseGet(() -> LongStream.range(0, starts.length).toArray());
        long[] steps = at(4).flatMap(Value::elements).orElseGet(() -> {
            long[] ones = new long[starts.length];
            Arrays.fill(ones, 1);
            return ones;
        });
        Value result = first();
        for (int i = 0; i < starts.length; i++) {
            result = cut(result, Dims.axis(axes[i], result.rank()), starts[i], ends[i], steps[i]);
        }
        return result;
    }

    private static Value cut(Value value, int axis, long start, long end, long step) {
        long size = value.dim(axis);
        long from = Math.min(Math.max(start < 0 ? start + size : start, 0), step < 0 ? size - 1 : size);
        long least = step < 0 ? -1 : 0;
        long to = Math.min(Math.max(end < 0 ? end + size : end, least), size);
        long count = Math.max(0, -Math.floorDiv(from - to, step));
        long[] dims = Dims.with(value.dims(), axis, count);
        if (value.elements().isEmpty()) {
            return Value.shaped(value.type(), dims);
        }
        long[] all = value.elements().get();
        long inner = Value.size(Arrays.copyOfRange(dims, axis + 1, dims.length));
        return Value.numbers(
                value.type(),
                dims,
                LongStream.range(0, Value.size(dims))
                        .map(i -> all[
                                (int) (i % inner
                                        + (from + i / inner % count * step + i / inner / count * size) * inner)])
                        .toArray());
    }

    private Value gather() {
        Value data = first();
        Value index = need(1);
        int axis = Dims.axis(Attributes.number(node, "axis", 0), data.rank());
        long[] dims = LongStream.concat(
                        LongStream.concat(Arrays.stream(Dims.head(data.dims(), axis)), Arrays.stream(index.dims())),
                        Arrays.stream(data.dims()).skip(axis + 1L))
                .toArray();
        if (data.elements().isEmpty() || index.elements().isEmpty() || data.rank() != 1) {
            return Value.shaped(data.type(), dims);
        }
        long[] all = data.elements().get();
        return Value.numbers(
                data.type(),
                dims,
                Arrays.stream(index.elements().get())
                        .map(i -> all[(int) (i < 0 ? i + all.length : i)])
                        .toArray());
    }

    private Value gatherNd() {
        int batch = (int) Attributes.number(node, "batch_dims", 0);
        long[] index = need(1).dims();
        long[] dims = LongStream.concat(
                        Arrays.stream(Dims.head(index, index.length - 1)),
                        Arrays.stream(first().dims()).skip(batch + need(1).last()))
                .toArray();
        return Value.shaped(first().type(), dims);
    }

    private Value expand() {
        long[] dims = Dims.broadcast(first().dims(), elements(1));
        if (first().elements().isEmpty() || Value.size(dims) > Value.MOST_ELEMENTS) {
            return Value.shaped(first().type(), dims);
        }
        return Value.numbers(first().type(), dims, Arithmetic.spread(first(), dims));
    }

    private Value scaled(long[] repeats) {
        long[] dims = first().dims().clone();
        for (int i = 0; i < dims.length; i++) {
            dims[i] *= repeats[i];
        }
        return Value.shaped(first().type(), dims);
    }

    private Value pad() {
        long[] pads = Attributes.numbers(node, "pads").orElseGet(() -> elements(1));
        long[] dims = first().dims().clone();
        for (int i = 0; i < dims.length; i++) {
            dims[i] += pads[i] + pads[i + dims.length];
        }
        return Value.shaped(first().type(), dims);
    }

    private Value reduced(long[] axes) {
        boolean keep = Attributes.number(node, "keepdims", 1) != 0;
        if (axes.length == 0 && Attributes.number(node, "noop_with_empty_axes", 0) != 0) {
            return first().withoutElements();
        }
        int rank = first().rank();
        List<Long> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int axis = i;
            boolean gone = axes.length == 0 || Arrays.stream(axes).anyMatch(one -> Dims.axis(one, rank) == axis);
            if (!gone || keep) {
                dims.add(gone ? 1L : first().dim(i));
            }
        }
        return Value.shaped(
                first().type(), dims.stream().mapToLong(Long::longValue).toArray());
    }
}
