package org.clipprobe.model.internal.shape;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.internal.anatomy.Reals;
import org.clipprobe.model.internal.graph.Attributes;
import org.clipprobe.model.internal.graph.Graph;

/**
 * The shapes of all tensors when the graph's open dimensions have trial sizes. The sizes are primes that occur nowhere
 * else, so that a dimension tells what it counts: whichever way an exporter laid a tensor out, the axis of size
 * {@link #BATCH} is the batch.
 */
public final class Trial {
    /** Trial size of an open batch dimension. */
    static final long BATCH = 1009;

    /** Trial size of an open token dimension of a text tower; contexts are 64 or 77 tokens, OwlViT's are 16. */
    public static final long TOKENS = 13;

    private final Map<String, Value> values = new HashMap<>();
    private final Reals reals = new Reals();
    private int mismatches;

    private Trial() {}

    /** @param inputs the shape of each graph input at trial sizes */
    static Trial of(Graph graph, Map<String, long[]> inputs) {
        Trial trial = new Trial();
        for (ValueInfoProto input : graph.inputs()) {
            Optional.ofNullable(inputs.get(input.getName()))
                    .ifPresent(dims -> trial.values.put(
                            input.getName(),
                            Value.shaped(input.getType().getTensorType().getElemType(), dims)));
        }
        graph.model().getGraph().getInitializerList().forEach(trial::put);
        graph.nodes().forEach(trial::run);
        return trial;
    }

    private void put(TensorProto tensor) {
        values.put(tensor.getName(), Value.of(tensor));
        reals.remember(tensor.getName(), tensor);
    }

    private void run(NodeProto node) {
        try {
            if (node.getOpType().equals("If")) {
                branch(node);
                return;
            }
            List<Optional<Value>> inputs = node.getInputList().stream()
                    .map(name -> Optional.ofNullable(values.get(name)))
                    .toList();
            List<Value> outputs =
                    node.getOpType().equals("Resize") ? List.of(resized(node)) : Operators.outputs(node, inputs);
            for (int i = 0; i < Math.min(outputs.size(), node.getOutputCount()); i++) {
                values.put(node.getOutput(i), outputs.get(i));
            }
            reals.run(node, values);
            if (node.getOpType().equals("Cast")) {
                whole(node);
            }
        } catch (Dims.Mismatch e) {
            mismatches++;
        } catch (ArithmeticException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            // A malformed node: what follows from it stays unknown, and no hook point is found there.
            values.remove(node.getOutputCount() == 0 ? "" : node.getOutput(0));
        }
    }

    /** Real numbers that are cut off to whole ones, as sizes are. */
    private void whole(NodeProto node) {
        Value result = values.get(node.getOutput(0));
        boolean isWhole = result.type() == DataType.INT64_VALUE || result.type() == DataType.INT32_VALUE;
        Optional<double[]> real = isWhole ? reals.of(node.getInput(0), values) : Optional.empty();
        real.ifPresent(numbers -> values.put(
                node.getOutput(0),
                Value.numbers(
                        result.type(),
                        result.dims(),
                        Arrays.stream(numbers)
                                .mapToLong(number -> (long) number)
                                .toArray())));
    }

    /** A table of positions made larger or smaller: to sizes, or by factors. */
    private Value resized(NodeProto node) {
        Value table = value(node.getInput(0)).orElseThrow(() -> new ArithmeticException("unknown input"));
        long[] dims = table.dims().clone();
        if (node.getInputCount() > 3 && !node.getInput(3).isEmpty()) {
            long[] sizes = value(node.getInput(3))
                    .flatMap(Value::elements)
                    .orElseThrow(() -> new ArithmeticException("unknown sizes"));
            System.arraycopy(sizes, 0, dims, 0, dims.length);
            return Value.shaped(table.type(), dims);
        }
        double[] factors =
                reals.of(node.getInput(2), values).orElseThrow(() -> new ArithmeticException("unknown factors"));
        for (int i = 0; i < dims.length; i++) {
            dims[i] = (long) Math.floor(dims[i] * factors[i]);
        }
        return Value.shaped(table.type(), dims);
    }

    /** Runs the branch that is taken at trial sizes; which one it is depends on shapes in the exporters' files. */
    private void branch(NodeProto node) {
        Optional<GraphProto> taken = Optional.ofNullable(values.get(node.getInput(0)))
                .flatMap(Value::elements)
                .flatMap(truth -> Attributes.find(node, truth[0] != 0 ? "then_branch" : "else_branch"))
                .map(AttributeProto::getG);
        if (taken.isEmpty()) {
            return;
        }
        taken.get().getInitializerList().forEach(this::put);
        taken.get().getNodeList().forEach(this::run);
        for (int i = 0; i < Math.min(taken.get().getOutputCount(), node.getOutputCount()); i++) {
            String output = node.getOutput(i);
            value(taken.get().getOutput(i).getName()).ifPresent(value -> values.put(output, value));
        }
    }

    public Optional<Value> value(String tensor) {
        return Optional.ofNullable(values.get(tensor));
    }

    /** The elements of a small constant of real numbers. */
    Optional<double[]> reals(String tensor) {
        return reals.of(tensor, values);
    }

    /** How many nodes could not have run at these sizes. */
    int mismatches() {
        return mismatches;
    }

    public boolean isFloat(String tensor) {
        return value(tensor)
                .map(value -> value.type() == DataType.FLOAT_VALUE
                        || value.type() == DataType.FLOAT16_VALUE
                        || value.type() == DataType.BFLOAT16_VALUE
                        || value.type() == DataType.DOUBLE_VALUE)
                .orElse(false);
    }
}
