package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;
import org.clipprobe.model.internal.shape.Value;

/** Finds where tokens become vectors, and where a tower ends in its embedding. */
public final class Embeddings {
    private static final int MOST_STEPS = 64;

    private Embeddings() {}

    /** Whether an input of whole numbers picks rows of a table. */
    static boolean looksUp(Graph graph, String input) {
        return lookUp(graph, input).isPresent();
    }

    private static Optional<NodeProto> lookUp(Graph graph, String input) {
        ArrayDeque<String> open = new ArrayDeque<>(List.of(input));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty() && seen.size() < MOST_STEPS) {
            String tensor = open.remove();
            for (Graph.Use use : graph.uses(tensor)) {
                NodeProto node = graph.node(use.node());
                if (node.getOpType().startsWith("Gather") && use.input() == 1) {
                    return Optional.of(node);
                }
                if (Set.of("Cast", "Reshape", "Identity", "Squeeze", "Unsqueeze", "Flatten")
                                .contains(node.getOpType())
                        && use.input() == 0
                        && seen.add(node.getOutput(0))) {
                    open.add(node.getOutput(0));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The output that holds one vector per example; one that is called an embedding before one that is not, the deepest
     * among equals.
     */
    public static Optional<String> output(Graph graph, Flow flow, Trial trial, Modality modality, long batch) {
        return graph.outputs().stream()
                .filter(output -> flow.belongs(output, modality))
                .filter(output -> trial.value(output)
                        .map(value -> value.rank() == 2 && value.dim(0) == batch)
                        .orElse(false))
                .filter(trial::isFloat)
                .max(Comparator.comparing(Embeddings::isCalledEmbedding)
                        .thenComparing(output -> graph.producer(output).orElse(-1)));
    }

    private static boolean isCalledEmbedding(String output) {
        return output.toLowerCase(Locale.ROOT).contains("embed");
    }

    /** The tensor that a normalisation to length 1 is made of; the embedding itself where there is none. */
    public static String beforeNormalisation(Graph graph, Flow flow, String embedding) {
        String current = embedding;
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<NodeProto> node = graph.producerNode(current);
            String type = node.map(NodeProto::getOpType).orElse("");
            if (type.equals("LpNormalization")
                    || (type.equals("Div") && dividesByOwn(graph, flow, node.orElseThrow()))) {
                return node.orElseThrow().getInput(0);
            }
            if (!Set.of("Cast", "Identity").contains(type)) {
                return embedding;
            }
            current = node.orElseThrow().getInput(0);
        }
        return embedding;
    }

    private static boolean dividesByOwn(Graph graph, Flow flow, NodeProto node) {
        return node.getInputList().stream().noneMatch(flow::constant)
                && comesFrom(graph, node.getInput(1), node.getInput(0));
    }

    private static boolean comesFrom(Graph graph, String tensor, String origin) {
        ArrayDeque<String> open = new ArrayDeque<>(List.of(tensor));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty() && seen.size() < MOST_STEPS) {
            String current = open.remove();
            if (current.equals(origin)) {
                return true;
            }
            graph.producerNode(current).stream()
                    .flatMap(node -> node.getInputList().stream())
                    .filter(seen::add)
                    .forEach(open::add);
        }
        return false;
    }

    /**
     * How many tokens the position table that is added to the looked-up vectors has places for. RoBERTa's towers count
     * positions from behind the padding token's number on.
     */
    public static Optional<Integer> contextLength(Graph graph, Trial trial, List<TowerInput> inputs) {
        Optional<TowerInput> tokens = inputs.stream()
                .filter(input -> input.role() == TowerInput.Role.TOKENS)
                .findFirst();
        Optional<Integer> fixed = tokens.filter(input -> input.dims().get(1) > 0)
                .map(input -> Math.toIntExact(input.dims().get(1)));
        return fixed.or(() -> tokens.flatMap(input -> lookUp(graph, input.name()))
                .flatMap(node -> positions(graph, trial, inputs, node.getOutput(0)))
                .map(rows -> rows - countedFrom(graph, tokens.get().name())));
    }

    /** One more than the token that is left out when positions are counted; 0 where none is. */
    private static int countedFrom(Graph graph, String tokens) {
        for (Graph.Use use : graph.uses(tokens)) {
            NodeProto node = graph.node(use.node());
            if (node.getOpType().equals("Equal") && isCounted(graph, node.getOutput(0))) {
                return graph.constant(node.getInput(1 - use.input()))
                        .flatMap(tensor -> Value.of(tensor).elements())
                        .filter(ids -> ids.length == 1 && ids[0] >= 0 && ids[0] < Integer.MAX_VALUE)
                        .map(ids -> Math.toIntExact(ids[0]) + 1)
                        .orElse(0);
            }
        }
        return 0;
    }

    private static boolean isCounted(Graph graph, String tensor) {
        ArrayDeque<String> open = new ArrayDeque<>(List.of(tensor));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty() && seen.size() < MOST_STEPS) {
            for (Graph.Use use : graph.uses(open.remove())) {
                NodeProto node = graph.node(use.node());
                if (node.getOpType().equals("CumSum")) {
                    return true;
                }
                if (Set.of("Not", "Cast", "Identity").contains(node.getOpType()) && seen.add(node.getOutput(0))) {
                    open.add(node.getOutput(0));
                }
            }
        }
        return false;
    }

    /** The longest of the tables that are added and looked up by place. */
    private static Optional<Integer> positions(Graph graph, Trial trial, List<TowerInput> inputs, String looked) {
        Optional<Integer> longest = Optional.empty();
        boolean first = true;
        String current = looked;
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<NodeProto> next = graph.uses(current).stream()
                    .map(use -> graph.node(use.node()))
                    .filter(node -> Set.of("Add", "Cast", "Identity", "DequantizeLinear")
                            .contains(node.getOpType()))
                    .findFirst();
            if (next.isEmpty()) {
                return longest;
            }
            if (next.get().getOpType().equals("Add")) {
                String from = current;
                Optional<String> added = next.get().getInputList().stream()
                        .filter(input -> !input.equals(from))
                        .findFirst();
                if (added.isEmpty() || !(first || isLookedUp(graph, added.get()))) {
                    return longest;
                }
                Optional<Integer> rows = table(graph, added.get());
                if (rows.isEmpty()) {
                    return longest;
                }
                if (!isTheSameEverywhere(graph, trial, inputs, added.get())) {
                    longest = Optional.of(Math.max(rows.get(), longest.orElse(0)));
                }
                first = false;
            }
            current = next.get().getOutput(0);
        }
        return longest;
    }

    /** Whether every place is given the same row, as with a table of token types: a prompt is one sentence, its type 0. */
    private static boolean isTheSameEverywhere(Graph graph, Trial trial, List<TowerInput> inputs, String added) {
        String current = added;
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<NodeProto> node = graph.producerNode(current);
            Optional<TensorProto> constant = graph.constant(current);
            if (constant.isPresent() || node.isEmpty() || node.get().getInputCount() == 0) {
                return constant.map(TensorProto::getDimsList)
                        .filter(dims -> dims.size() >= 2 && dims.get(dims.size() - 2) == 1)
                        .isPresent();
            }
            if (node.get().getOpType().equals("Gather")) {
                String index = node.get().getInput(1);
                return isTokenTypes(graph, inputs, index)
                        || trial.value(index)
                                .flatMap(Value::elements)
                                .filter(rows ->
                                        rows.length > 1 && Arrays.stream(rows).allMatch(row -> row == rows[0]))
                                .isPresent();
            }
            current = node.get().getInput(0);
        }
        return false;
    }

    private static boolean isTokenTypes(Graph graph, List<TowerInput> inputs, String index) {
        String current = index;
        for (int step = 0; step < MOST_STEPS; step++) {
            String tensor = current;
            if (inputs.stream()
                    .anyMatch(input -> input.role() == TowerInput.Role.TOKEN_TYPES
                            && input.name().equals(tensor))) {
                return true;
            }
            Optional<NodeProto> node = graph.producerNode(current)
                    .filter(maker -> Set.of("Cast", "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze")
                            .contains(maker.getOpType()));
            if (node.isEmpty()) {
                return false;
            }
            current = node.get().getInput(0);
        }
        return false;
    }

    private static boolean isLookedUp(Graph graph, String tensor) {
        String current = tensor;
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<NodeProto> node = graph.producerNode(current);
            String type = node.map(NodeProto::getOpType).orElse("");
            if (graph.constant(current).isPresent() || type.equals("Gather") || type.equals("Slice")) {
                return true;
            }
            if (!Set.of("Cast", "Identity", "DequantizeLinear", "Reshape", "Unsqueeze")
                    .contains(type)) {
                return false;
            }
            current = node.orElseThrow().getInput(0);
        }
        return false;
    }

    /** The table that constant positions are taken from. */
    private static Optional<Integer> table(Graph graph, String tensor) {
        String current = tensor;
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<Integer> rows = graph.constant(current)
                    .filter(table -> table.getDimsCount() >= 2)
                    .map(table -> Math.toIntExact(table.getDims(table.getDimsCount() - 2)));
            if (rows.isPresent()) {
                return rows;
            }
            Optional<NodeProto> node = graph.producerNode(current);
            if (node.isEmpty() || node.get().getInputCount() == 0) {
                return Optional.empty();
            }
            current = node.get().getInput(0);
        }
        return Optional.empty();
    }
}
