package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.clipprobe.model.internal.graph.Attributes;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;
import org.clipprobe.model.internal.shape.Value;

/** Which token a tower reads out, as its own graph says. */
public sealed interface ReadOut {
    /** Always the same one: 0 for a CLS token, −1 for the last. */
    record Fixed(long index) implements ReadOut {}

    /** One that the graph computes, such as the first end-of-text token; {@code tensor} holds it per example. */
    record Computed(String tensor) implements ReadOut {}

    /** No single token: pooled by attention or by averaging. */
    record None() implements ReadOut {}

    /**
     * Walks back from the embedding to where one of {@code tokens} tokens is taken.
     *
     * @param batch trial size of the batch
     * @param tokens trial number of tokens
     */
    static ReadOut find(Graph graph, Flow flow, Trial trial, String embedding, long batch, long tokens) {
        PriorityQueue<Integer> open = new PriorityQueue<>(Comparator.reverseOrder());
        Set<Integer> seen = new HashSet<>();
        graph.producer(embedding).ifPresent(open::add);
        while (!open.isEmpty()) {
            NodeProto node = graph.node(open.remove());
            Optional<ReadOut> found = at(graph, flow, trial, node, batch, tokens);
            if (found.isPresent()) {
                return found.get();
            }
            for (String input : Graph.reads(node)) {
                graph.producer(input)
                        .filter(producer -> !flow.constant(input) && seen.add(producer))
                        .ifPresent(open::add);
            }
        }
        return new None();
    }

    private static Optional<ReadOut> at(Graph graph, Flow flow, Trial trial, NodeProto node, long batch, long tokens) {
        boolean takes = Set.of("Gather", "GatherND", "Slice").contains(node.getOpType())
                && trial.isFloat(node.getOutput(0))
                && !flow.constant(node.getInput(0))
                && positions(trial, node.getInput(0), batch) == tokens
                && positions(trial, node.getOutput(0), batch) == 1;
        if (!takes) {
            return pools(trial, node, batch, tokens) ? Optional.of(new None()) : Optional.empty();
        }
        if (node.getOpType().equals("Slice")) {
            return Attributes.numbers(node, "starts")
                    .or(() -> trial.value(node.getInput(1)).flatMap(Value::elements))
                    .map(starts -> new Fixed(starts[0]));
        }
        Optional<long[]> index = trial.value(node.getInput(1)).flatMap(Value::elements);
        if (flow.constant(node.getInput(1)) && index.isPresent() && index.get().length == 1) {
            return Optional.of(new Fixed(index.get()[0]));
        }
        return Optional.of(
                computed(graph, node.getInput(1)).<ReadOut>map(Computed::new).orElse(new None()));
    }

    private static boolean pools(Trial trial, NodeProto node, long batch, long tokens) {
        return Set.of("ReduceMean", "ReduceMax", "MatMul").contains(node.getOpType())
                && tokens > 1
                && node.getInputList().stream().anyMatch(input -> positions(trial, input, batch) == tokens)
                && positions(trial, node.getOutput(0), batch) == 1;
    }

    private static long positions(Trial trial, String tensor, long batch) {
        return trial.value(tensor)
                .filter(value -> value.rank() >= 2 && value.last() > 0)
                .map(value -> value.size() / value.last() / batch)
                .orElse(0L);
    }

    /** The ArgMax that an index is made from. */
    private static Optional<String> computed(Graph graph, String index) {
        PriorityQueue<Integer> open = new PriorityQueue<>(Comparator.reverseOrder());
        Set<Integer> seen = new HashSet<>();
        graph.producer(index).ifPresent(open::add);
        while (!open.isEmpty()) {
            NodeProto node = graph.node(open.remove());
            if (node.getOpType().equals("ArgMax")) {
                return Optional.of(node.getOutput(0));
            }
            for (String input : Graph.reads(node)) {
                graph.producer(input).filter(seen::add).ifPresent(open::add);
            }
        }
        return Optional.empty();
    }
}
