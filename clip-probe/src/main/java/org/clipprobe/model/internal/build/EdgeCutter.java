package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.graph.Graph;

/** Lets one block read the residual stream without what some units write into it. */
final class EdgeCutter {
    /** Exporters cast the stream to what it is already before each normalisation. */
    private static final Set<String> PASSING = Set.of("Cast", "Identity");

    private final String file;
    private final Emitter emitter;
    private final List<NodeProto> nodes;
    private final Edge edge;

    EdgeCutter(String file, Emitter emitter, List<NodeProto> nodes, Edge edge) {
        this.file = file;
        this.emitter = emitter;
        this.nodes = Graph.sorted(nodes);
        this.edge = edge;
    }

    /**
     * The nodes after the cut.
     *
     * @param tensor the writer's values
     * @param zeroed the same without those of the units
     */
    List<NodeProto> without(String tensor, String zeroed) throws ModelException {
        Set<String> behind = new HashSet<>(Set.of(tensor));
        Map<String, NodeProto> makers = new HashMap<>();
        for (NodeProto node : nodes) {
            if (Graph.reads(node).stream().anyMatch(behind::contains)) {
                behind.addAll(node.getOutputList());
            }
            node.getOutputList().forEach(output -> makers.put(output, node));
        }
        NodeProto sum = makers.get(edge.written().tensor());
        Optional<String> added = Optional.ofNullable(sum).stream()
                .flatMap(node -> node.getInputList().stream())
                .filter(behind::contains)
                .findFirst();
        if (added.isEmpty()) {
            throw new ModelException(file + ": " + edge.cut().hook() + " cannot be cut, since what it adds to the"
                    + " residual stream was not found");
        }
        Map<String, String> copies = new HashMap<>(Map.of(tensor, zeroed));
        List<NodeProto> all = new ArrayList<>(nodes);
        String without = copied(added.get(), behind, makers, copies, all);
        String write = emitter.node("Sub", List.of(added.get(), without));
        String stream = edge.input().tensor();
        while (!stream.equals(edge.output().tensor())) {
            String current = stream;
            List<NodeProto> readers =
                    all.stream().filter(node -> reads(node, current)).toList();
            if (readers.size() == 1 && PASSING.contains(readers.get(0).getOpType())) {
                stream = readers.get(0).getOutput(0);
                continue;
            }
            NodeProto next = all.stream()
                    .filter(node -> node.getOpType().equals("Add") && reads(node, current))
                    .filter(node -> node.getInputList().stream().allMatch(makers::containsKey))
                    .findFirst()
                    .orElseThrow(
                            () -> new ModelException(file + ": " + edge.cut().hook() + " cannot be cut from "
                                    + edge.cut().toBlock() + ", since the sums of its residual stream were not found"));
            String read = emitter.node("Sub", List.of(current, write));
            all.replaceAll(node -> !node.equals(next) && reads(node, current) ? reading(node, current, read) : node);
            stream = next.getOutput(0);
        }
        return all;
    }

    private static boolean reads(NodeProto node, String stream) {
        return node.getInputList().contains(stream);
    }

    private static NodeProto reading(NodeProto node, String stream, String instead) {
        NodeProto.Builder builder = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            if (node.getInput(i).equals(stream)) {
                builder.setInput(i, instead);
            }
        }
        return builder.build();
    }

    /** The way from the writer to a tensor once more, with the writer's other values at its beginning. */
    private String copied(
            String tensor,
            Set<String> behind,
            Map<String, NodeProto> makers,
            Map<String, String> copies,
            List<NodeProto> all) {
        String known = copies.get(tensor);
        if (known != null || !behind.contains(tensor)) {
            return known == null ? tensor : known;
        }
        NodeProto maker = makers.get(tensor);
        NodeProto.Builder copy = maker.toBuilder().clearOutput();
        String suffix = emitter.copySuffix();
        copy.setName(maker.getName() + suffix);
        for (String output : maker.getOutputList()) {
            String name = output.isEmpty() ? "" : output + suffix;
            copies.put(output, name);
            copy.addOutput(name);
        }
        for (int i = 0; i < maker.getInputCount(); i++) {
            copy.setInput(i, copied(maker.getInput(i), behind, makers, copies, all));
        }
        all.add(copy.build());
        return copies.get(tensor);
    }
}
