package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;
import org.clipprobe.model.internal.shape.Value;

/** Finds gated MLPs (SwiGLU, GEGLU): one linear layer's result times another's behind a non-linearity. */
record Gates(Graph graph, Flow flow, Trial trial, Linears linears) {
    /** The linear layer's result of which {@code tensor} is one half of the units: both halves in one product. */
    Optional<String> halved(String tensor) {
        Optional<NodeProto> node = graph.producerNode(tensor)
                .filter(maker ->
                        maker.getOpType().equals("Split") || maker.getOpType().equals("Slice"));
        return node.map(maker -> maker.getInput(0))
                .filter(whole -> linears.endsAt(whole) && isHalf(tensor, whole))
                .map(linears::unquantised);
    }

    private boolean isHalf(String tensor, String whole) {
        Optional<Value> part = trial.value(tensor);
        Optional<Value> all = trial.value(whole);
        return part.isPresent()
                && all.isPresent()
                && part.get().rank() == all.get().rank()
                && part.get().size() * 2 == all.get().size()
                && (part.get().last() * 2 == all.get().last()
                        || (part.get().rank() == 4
                                && part.get().dim(1) * 2 == all.get().dim(1)));
    }

    /** Whether two branches are multiplied, one of them without a non-linearity. */
    boolean isGate(String hidden) {
        return graph.producerNode(hidden)
                .filter(node -> node.getOpType().equals("Mul"))
                .map(node -> node.getInputList().stream()
                        .anyMatch(input -> !flow.constant(input)
                                && (linears.endsAt(input) || halved(input).isPresent())
                                && !sharesEntry(node, input)))
                .orElse(false);
    }

    /** x · σ(x) is a SiLU of one branch. */
    private boolean sharesEntry(NodeProto product, String branch) {
        return product.getInputList().stream()
                .filter(input -> !input.equals(branch))
                .flatMap(input -> graph.producerNode(input).stream())
                .anyMatch(node -> node.getInputList().contains(branch));
    }

    /** Whether two tensors have the same shape, but for axes flattened in between. */
    boolean alike(String a, String b) {
        Optional<Value> one = trial.value(a);
        Optional<Value> other = trial.value(b);
        return one.isPresent()
                && other.isPresent()
                && one.get().size() == other.get().size()
                && one.get().last() == other.get().last();
    }
}
