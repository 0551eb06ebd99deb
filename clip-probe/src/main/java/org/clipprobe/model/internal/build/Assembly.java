package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.graph.Weights;
import org.clipprobe.model.internal.shape.Trial;
import org.clipprobe.model.internal.shape.Value;

/**
 * Puts a model together from nodes, with only what its outputs need.
 *
 * @param file for messages
 */
record Assembly(String file, Graph graph, Trial trial, List<TowerInput> inputs) {
    /** Protocol buffers cannot be larger. */
    private static final long LIMIT = Integer.MAX_VALUE;

    /** Older files list every weight among the inputs; from this version on they need not. */
    private static final long IR_VERSION = 4;

    BuiltGraph assemble(
            List<NodeProto> nodes, List<TensorProto> constants, List<String> captures, Optional<String> embedding)
            throws ModelException {
        return assemble(nodes, constants, List.of(), captures, embedding);
    }

    /** @param fed inputs that the file's graph does not have */
    BuiltGraph assemble(
            List<NodeProto> nodes,
            List<TensorProto> constants,
            List<ValueInfoProto> fed,
            List<String> captures,
            Optional<String> embedding)
            throws ModelException {
        return assemble(nodes, constants, fed, captures, embedding, Map.of());
    }

    /** @param types of outputs that the file's graph does not have and that are no 32-bit numbers */
    BuiltGraph assemble(
            List<NodeProto> nodes,
            List<TensorProto> constants,
            List<ValueInfoProto> fed,
            List<String> captures,
            Optional<String> embedding,
            Map<String, Integer> types)
            throws ModelException {
        List<String> outputs = new ArrayList<>(captures);
        embedding.ifPresent(outputs::add);
        if (outputs.isEmpty()) {
            throw new ModelException(file + ": expected an embedding or captures to build a graph for, found neither");
        }
        Set<String> needed = new HashSet<>();
        List<NodeProto> kept = kept(nodes, outputs, needed);
        GraphProto.Builder built = GraphProto.newBuilder().setName("tower");
        Graph.sorted(kept).forEach(node -> built.addNode(withoutBlanks(node)));
        graph.model().getGraph().getInputList().stream()
                .filter(input -> needed.contains(input.getName())
                        && graph.constant(input.getName()).isEmpty())
                .forEach(built::addInput);
        built.addAllInput(fed);
        graph.model().getGraph().getInitializerList().stream()
                .filter(tensor -> needed.contains(tensor.getName()))
                .map(Weights::referring)
                .forEach(built::addInitializer);
        constants.stream().filter(tensor -> needed.contains(tensor.getName())).forEach(built::addInitializer);
        outputs.forEach(output -> built.addOutput(described(output, types)));
        List<TowerInput> used =
                inputs.stream().filter(input -> needed.contains(input.name())).toList();
        return new BuiltGraph(serialised(built), used, embedding, captures);
    }

    /**
     * The node without blank inputs at its end, which say the same as none: ONNX Runtime 1.29 ends the process over a
     * LayerNormalization with a blank bias.
     */
    private static NodeProto withoutBlanks(NodeProto node) {
        int inputs = node.getInputCount();
        while (inputs > 0 && node.getInput(inputs - 1).isEmpty()) {
            inputs--;
        }
        return inputs == node.getInputCount()
                ? node
                : node.toBuilder()
                        .clearInput()
                        .addAllInput(node.getInputList().subList(0, inputs))
                        .build();
    }

    /** The nodes that outputs need; {@code needed} takes every tensor that they read. */
    static List<NodeProto> kept(List<NodeProto> nodes, List<String> outputs, Set<String> needed) {
        Map<String, NodeProto> makers = new HashMap<>();
        nodes.forEach(node -> node.getOutputList().forEach(output -> makers.putIfAbsent(output, node)));
        Set<NodeProto> kept = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        ArrayDeque<String> open = new ArrayDeque<>(outputs);
        needed.addAll(outputs);
        while (!open.isEmpty()) {
            NodeProto maker = makers.get(open.remove());
            if (maker != null && kept.add(maker)) {
                Graph.reads(maker).stream().filter(needed::add).forEach(open::add);
            }
        }
        return nodes.stream().filter(kept::contains).toList();
    }

    private ValueInfoProto described(String output, Map<String, Integer> types) {
        return graph.model().getGraph().getOutputList().stream()
                .filter(known -> known.getName().equals(output))
                .findFirst()
                .orElseGet(() -> ValueInfoProto.newBuilder()
                        .setName(output)
                        .setType(TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder()
                                        .setElemType(trial.value(output)
                                                .map(Value::type)
                                                .orElse(types.getOrDefault(output, DataType.FLOAT_VALUE)))))
                        .build());
    }

    private byte[] serialised(GraphProto.Builder built) throws ModelException {
        long weights = built.getInitializerList().stream()
                .mapToLong(tensor -> tensor.getRawData().size() + 4L * tensor.getFloatDataCount())
                .sum();
        if (weights > LIMIT - (64 << 20)) {
            throw new ModelException(
                    file + ": expected at most 2 GiB of weights, found more; use a smaller variant, such as fp16");
        }
        return ModelProto.newBuilder()
                .setIrVersion(Math.max(IR_VERSION, graph.model().getIrVersion()))
                .addAllOpsetImport(graph.model().getOpsetImportList())
                .addAllFunctions(graph.model().getFunctionsList())
                .setGraph(built)
                .build()
                .toByteArray();
    }
}
