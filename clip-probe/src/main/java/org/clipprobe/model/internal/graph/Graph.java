package org.clipprobe.model.internal.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.clipprobe.model.ModelException;

/** A model's graph with its nodes in an order in which they can run, and who makes and who uses each tensor. */
public final class Graph {
    /** Input {@code input} of node {@code node}. */
    public record Use(int node, int input) {}

    private final ModelProto model;
    private final List<NodeProto> nodes;
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Map<String, Integer> producers = new HashMap<>();
    private final Map<String, List<Use>> uses = new HashMap<>();

    private Graph(ModelProto model, List<NodeProto> nodes) {
        this.model = model;
        this.nodes = nodes;
        model.getGraph().getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        for (int i = 0; i < nodes.size(); i++) {
            index(i, nodes.get(i));
        }
    }

    /**
     * A model's graph.
     *
     * @param name of the file, for messages
     */
    public static Graph of(ModelProto model, String name) throws ModelException {
        List<NodeProto> sorted = sorted(model.getGraph().getNodeList());
        if (sorted.size() != model.getGraph().getNodeCount()) {
            throw new ModelException(name + ": expected a graph without cycles, found one");
        }
        return new Graph(model, sorted);
    }

    private void index(int i, NodeProto node) {
        for (String output : node.getOutputList()) {
            if (!output.isEmpty()) {
                producers.putIfAbsent(output, i);
            }
        }
        for (int input = 0; input < node.getInputCount(); input++) {
            uses.computeIfAbsent(node.getInput(input), key -> new ArrayList<>()).add(new Use(i, input));
        }
        if (node.getOpType().equals("Constant")) {
            Attributes.find(node, "value")
                    .filter(AttributeProto::hasT)
                    .ifPresent(value -> constants.put(node.getOutput(0), value.getT()));
        }
    }

    public ModelProto model() {
        return model;
    }

    public List<NodeProto> nodes() {
        return nodes;
    }

    public NodeProto node(int index) {
        return nodes.get(index);
    }

    /** The graph's inputs without those that have an initializer, which older files list too. */
    public List<ValueInfoProto> inputs() {
        return model.getGraph().getInputList().stream()
                .filter(input -> !constants.containsKey(input.getName()))
                .toList();
    }

    public List<String> outputs() {
        return model.getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .toList();
    }

    public Optional<TensorProto> constant(String tensor) {
        return Optional.ofNullable(constants.get(tensor));
    }

    public Optional<Integer> producer(String tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }

    public Optional<NodeProto> producerNode(String tensor) {
        return producer(tensor).map(nodes::get);
    }

    public List<Use> uses(String tensor) {
        return uses.getOrDefault(tensor, List.of());
    }

    /** Version of ONNX's own operators. */
    public int opset() {
        return model.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
                .mapToInt(set -> (int) Math.min(set.getVersion(), Integer.MAX_VALUE))
                .findFirst()
                .orElse(1);
    }

    boolean imports(String domain) {
        return model.getOpsetImportList().stream()
                .map(OperatorSetIdProto::getDomain)
                .anyMatch(domain::equals);
    }

    /** What a node reads: its inputs and what its subgraphs take from outside. */
    public static Set<String> reads(NodeProto node) {
        Set<String> names = new LinkedHashSet<>(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                names.addAll(captured(attribute.getG()));
            }
            attribute.getGraphsList().forEach(graph -> names.addAll(captured(graph)));
        }
        names.remove("");
        return names;
    }

    private static Set<String> captured(GraphProto graph) {
        Set<String> free = new LinkedHashSet<>();
        Set<String> own = new LinkedHashSet<>();
        graph.getInputList().forEach(input -> own.add(input.getName()));
        graph.getInitializerList().forEach(tensor -> own.add(tensor.getName()));
        for (NodeProto node : graph.getNodeList()) {
            free.addAll(reads(node));
            own.addAll(node.getOutputList());
        }
        graph.getOutputList().forEach(output -> free.add(output.getName()));
        free.removeAll(own);
        return free;
    }

    /** The nodes in an order in which they can run, as given where that is one; those on a cycle are left out. */
    public static List<NodeProto> sorted(List<NodeProto> nodes) {
        Map<String, Integer> makers = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).getOutputList()) {
                makers.putIfAbsent(output, i);
            }
        }
        int[] waiting = new int[nodes.size()];
        Map<Integer, List<Integer>> followers = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String name : reads(nodes.get(i))) {
                Integer maker = makers.get(name);
                if (maker != null) {
                    waiting[i]++;
                    followers.computeIfAbsent(maker, key -> new ArrayList<>()).add(i);
                }
            }
        }
        return released(nodes, waiting, followers);
    }

    private static List<NodeProto> released(
            List<NodeProto> nodes, int[] waiting, Map<Integer, List<Integer>> followers) {
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        List<NodeProto> sorted = new ArrayList<>(nodes.size());
        while (!ready.isEmpty()) {
            int next = ready.remove();
            sorted.add(nodes.get(next));
            for (int follower : followers.getOrDefault(next, List.of())) {
                if (--waiting[follower] == 0) {
                    ready.add(follower);
                }
            }
        }
        return sorted;
    }
}
