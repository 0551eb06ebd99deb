package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.internal.anatomy.Linears.End;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;

/**
 * Finds post-LN blocks, as in BERT (Vaswani et al. 2017): the MLP reads the residual stream itself, not its normalisation,
 * and the sum behind it is normalised before it becomes the stream.
 */
record Norms(Graph graph, Flow flow, Linears linears) {
    private static final int MOST_STEPS = 64;

    /**
     * The stream behind a post-LN block's MLP; empty where the block is none.
     *
     * @param sum what the MLP's result is added to the stream in
     * @param entries the results of the MLP's first layers
     */
    Optional<End> behind(End sum, Set<String> entries) {
        NodeProto adding = sum.fused()
                .map(fused -> graph.node(fused.node()))
                .or(() -> graph.producerNode(sum.tensor()))
                .orElseThrow();
        Set<String> added = new HashSet<>();
        adding.getInputList().stream()
                .limit(2)
                .map(input -> linears.stripped(input, Linears.PASSING))
                .forEach(added::add);
        boolean readsStream = !entries.isEmpty()
                && entries.stream()
                        .allMatch(entry -> read(entry).filter(added::contains).isPresent());
        if (!readsStream) {
            return Optional.empty();
        }
        Optional<String> normalised =
                sum.fused().isPresent() ? Optional.of(adding.getOutput(0)) : normalised(sum.tensor());
        return normalised.map(tensor -> new End(tensor, Optional.empty()));
    }

    /** What the linear layer whose result this is works on. */
    private Optional<String> read(String result) {
        ArrayDeque<String> open = new ArrayDeque<>(List.of(result));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty() && seen.size() < MOST_STEPS) {
            Optional<NodeProto> node = graph.producerNode(open.remove());
            Optional<String> input = node.flatMap(linears::input);
            if (input.isPresent()) {
                return Optional.of(linears.stripped(input.get(), Linears.PASSING));
            }
            node.stream()
                    .flatMap(found -> found.getInputList().stream())
                    .filter(before -> !flow.constant(before) && seen.add(before))
                    .forEach(open::add);
        }
        return Optional.empty();
    }

    /** The result of the layer normalisation of a tensor, in one operator or spelled out. */
    private Optional<String> normalised(String tensor) {
        for (NodeProto user : users(tensor)) {
            switch (user.getOpType()) {
                case "LayerNormalization", "SimplifiedLayerNormalization" -> {
                    return Optional.of(user.getOutput(0));
                }
                case "Cast", "Identity" -> {
                    Optional<String> behind = normalised(user.getOutput(0));
                    if (behind.isPresent()) {
                        return behind;
                    }
                }
                case "Sub" -> {
                    Optional<String> spelledOut = divided(user.getOutput(0)).map(this::scaled);
                    if (spelledOut.isPresent()) {
                        return spelledOut;
                    }
                }
                default -> {
                    // Another use of the sum.
                }
            }
        }
        return Optional.empty();
    }

    /** What is centred, divided by its deviation. */
    private Optional<String> divided(String centred) {
        return users(centred).stream()
                .filter(node -> Set.of("Div", "Mul").contains(node.getOpType())
                        && node.getInput(0).equals(centred)
                        && !node.getInput(1).equals(centred)
                        && !flow.constant(node.getInput(1)))
                .map(node -> node.getOutput(0))
                .findFirst();
    }

    /** With gain and bias, where they are there. */
    private String scaled(String divided) {
        String current = divided;
        for (String type : List.of("Mul", "Add")) {
            String from = current;
            current = linears.onlyUse(current)
                    .map(use -> graph.node(use.node()))
                    .filter(node -> node.getOpType().equals(type)
                            && node.getInputList().stream().anyMatch(flow::constant))
                    .map(node -> node.getOutput(0))
                    .orElse(from);
        }
        return current;
    }

    private List<NodeProto> users(String tensor) {
        return graph.uses(tensor).stream().map(use -> graph.node(use.node())).toList();
    }
}
