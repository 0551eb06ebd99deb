package org.clipprobe.model.internal.shape;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Trial size of an open token dimension of a text tower; contexts are 64 or 77 tokens and more. */
    public static final long TOKENS = 23;

    private final Map<String, Value> values = new HashMap<>();
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
        graph.model()
                .getGraph()
                .getInitializerList()
                .forEach(tensor -> trial.values.put(tensor.getName(), Value.of(tensor)));
        graph.nodes().forEach(trial::run);
        return trial;
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
            List<Value> outputs = Operators.outputs(node, inputs);
            for (int i = 0; i < Math.min(outputs.size(), node.getOutputCount()); i++) {
                values.put(node.getOutput(i), outputs.get(i));
            }
        } catch (Dims.Mismatch e) {
            mismatches++;
        } catch (ArithmeticException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            // A malformed node: what follows from it stays unknown, and no hook point is found there.
            values.remove(node.getOutputCount() == 0 ? "" : node.getOutput(0));
        }
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
        taken.get().getInitializerList().forEach(tensor -> values.put(tensor.getName(), Value.of(tensor)));
        taken.get().getNodeList().forEach(this::run);
        for (int i = 0; i < Math.min(taken.get().getOutputCount(), node.getOutputCount()); i++) {
            String output = node.getOutput(i);
            value(taken.get().getOutput(i).getName()).ifPresent(value -> values.put(output, value));
        }
    }

    public Optional<Value> value(String tensor) {
        return Optional.ofNullable(values.get(tensor));
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
