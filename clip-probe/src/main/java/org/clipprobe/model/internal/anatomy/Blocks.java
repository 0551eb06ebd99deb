package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.internal.anatomy.Linears.End;
import org.clipprobe.model.internal.anatomy.Site.Fused;
import org.clipprobe.model.internal.anatomy.Site.Kind;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.graph.Attributes;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;
import org.clipprobe.model.internal.shape.Value;

/**
 * Finds a transformer's parts by their structure: an MLP is a non-linearity between two linear layers, an attention a
 * softmax between two products of activations (or a fused operator), the residual stream the sum behind them.
 */
public final class Blocks {
    public static final Set<String> NON_LINEAR = Set.of(
            "Sigmoid",
            "Erf",
            "Tanh",
            "Relu",
            "Gelu",
            "QuickGelu",
            "FastGelu",
            "BiasGelu",
            "HardSigmoid",
            "HardSwish",
            "LeakyRelu",
            "Elu",
            "Selu",
            "Celu",
            "Softplus",
            "Mish",
            "Swish",
            "Silu",
            "QLinearSigmoid");
    private static final Set<String> ELEMENT_WISE = Set.of(
            "Mul",
            "Div",
            "Add",
            "Sub",
            "Pow",
            "Sqrt",
            "Exp",
            "Neg",
            "Reciprocal",
            "Clip",
            "Min",
            "Max",
            "Cast",
            "Identity",
            "Dropout",
            "QuantizeLinear",
            "DequantizeLinear",
            "Reshape",
            "Squeeze",
            "Unsqueeze",
            "Where");
    private static final Set<String> AROUND_SOFTMAX = Set.of(
            "Where",
            "Cast",
            "Identity",
            "Dropout",
            "Mul",
            "QuantizeLinear",
            "DequantizeLinear",
            "Reshape",
            "Squeeze",
            "Unsqueeze");
    private static final Set<String> BEHIND_ATTENTION = Set.of(
            "Transpose",
            "Reshape",
            "Cast",
            "Identity",
            "Squeeze",
            "Unsqueeze",
            "QuantizeLinear",
            "DequantizeLinear",
            "DynamicQuantizeLinear",
            "Flatten",
            "Dropout");
    public static final Set<String> FUSED_ATTENTION = Set.of("Attention", "QAttention", "MultiHeadAttention");
    private static final int MOST_STEPS = 64;

    /**
     * A non-linearity between two linear layers.
     *
     * @param order place in the running order
     * @param hidden what comes out of the non-linearity
     * @param pre what goes into the non-linearity
     * @param out the second layer's result
     * @param sum the residual stream behind it
     * @param direct whether the second layer works on the hidden neurons as they are
     * @param normalised in a post-LN block, whose MLP reads the residual stream itself, the normalised sum
     */
    record Mlp(
            int order,
            End hidden,
            Optional<End> pre,
            End out,
            Optional<End> sum,
            boolean direct,
            Optional<End> normalised) {}

    /**
     * An attention over all tokens.
     *
     * @param order place in the running order
     * @param pattern the attention probabilities, where the graph has them
     * @param values what they mix: each position's values, {@code [batch, heads, positions, width of a head]} or with the
     *     first two axes as one, where the graph has them
     * @param concatenated what the heads give, beside each other
     * @param heads how many
     * @param out the output projection's result
     * @param sum the residual stream that it goes into
     */
    record Attention(
            int order,
            Optional<String> pattern,
            Optional<String> values,
            String concatenated,
            int heads,
            End out,
            Optional<End> sum) {}

    private final Graph graph;
    private final Flow flow;
    private final Trial trial;
    private final Linears linears;
    private final Gates gates;
    private final Modality modality;

    Blocks(Graph graph, Flow flow, Trial trial, Modality modality) {
        this.graph = graph;
        this.flow = flow;
        this.trial = trial;
        this.linears = new Linears(graph, flow, trial);
        this.gates = new Gates(graph, flow, trial, linears);
        this.modality = modality;
    }

    List<Mlp> mlps() {
        List<Mlp> found = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            int order = i;
            linears.input(graph.node(i))
                    .filter(input -> flow.belongs(input, modality))
                    .flatMap(input -> mlp(order, linears.stripped(input, Linears.PASSING)))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** @param given what the second layer works on: the hidden neurons, or a normalisation of them (EVA-02) */
    private Optional<Mlp> mlp(int product, String given) {
        Optional<String> before = Normalisations.input(graph, flow, given);
        String hidden =
                before.map(tensor -> linears.stripped(tensor, Linears.PASSING)).orElse(given);
        Set<String> entries = new HashSet<>();
        if (linears.endsAt(hidden) || !isNonLinearity(hidden, entries)) {
            return Optional.empty();
        }
        boolean map = trial.value(hidden).map(value -> value.rank() == 4).orElse(false);
        if (entries.size() > 1 && map && !gates.isGate(hidden)) {
            // A sum of two convolutions through a Relu is a residual block's end.
            return Optional.empty();
        }
        Optional<End> pre = entries.stream()
                .filter(entry -> entries.size() == 1 && gates.alike(entry, hidden))
                .findFirst()
                .map(this::entry);
        End out = linears.end(product);
        End whole = before.isEmpty() ? whole(product, hidden) : new End(hidden, Optional.empty());
        Optional<End> sum = sum(out);
        Optional<End> normalised = sum.flatMap(end -> new Norms(graph, flow, linears).behind(end, entries));
        return Optional.of(new Mlp(product, whole, pre, out, sum, before.isEmpty(), normalised));
    }

    /** Whether {@code hidden} is computed from linear layers' results element by element, not linearly. */
    private boolean isNonLinearity(String hidden, Set<String> entries) {
        ArrayDeque<String> open = new ArrayDeque<>(List.of(hidden));
        Set<String> seen = new HashSet<>(open);
        boolean nonLinear = false;
        while (!open.isEmpty()) {
            String tensor = open.remove();
            Optional<String> halved = gates.halved(tensor);
            if (linears.endsAt(tensor) || halved.isPresent()) {
                entries.add(halved.orElseGet(() -> linears.unquantised(tensor)));
                continue;
            }
            Optional<NodeProto> node = graph.producerNode(tensor);
            String type = node.map(NodeProto::getOpType).orElse("");
            nonLinear |= NON_LINEAR.contains(type);
            if (seen.size() > MOST_STEPS || !(NON_LINEAR.contains(type) || ELEMENT_WISE.contains(type))) {
                return false;
            }
            node.orElseThrow().getInputList().stream()
                    .filter(input -> !flow.constant(input) && seen.add(input))
                    .forEach(open::add);
        }
        return nonLinear && !entries.isEmpty();
    }

    /** The non-linearity's result; with the factor that was moved from it into the product behind. */
    private End whole(int product, String hidden) {
        NodeProto node = graph.node(product);
        boolean scales = node.getOpType().equals("FusedMatMul") && Attributes.real(node, "alpha", 1) != 1;
        boolean single = trial.value(node.getInput(0))
                .map(value -> value.type() == DataType.FLOAT_VALUE)
                .orElse(false);
        return scales && single
                ? new End(Fusions.scaled(node.getInput(0)), Optional.of(new Fused(product, Kind.SCALED, 0, 0)))
                : new End(hidden, Optional.empty());
    }

    /** The non-linearity's input; with the bias that a fused operator adds itself. */
    private End entry(String tensor) {
        for (Graph.Use use : graph.uses(tensor)) {
            NodeProto node = graph.node(use.node());
            boolean fused = List.of("BiasGelu", "FastGelu").contains(node.getOpType())
                    && use.input() == 0
                    && node.getInputCount() > 1
                    && !node.getInput(1).isEmpty();
            if (fused) {
                return new End(Fusions.biased(tensor), Optional.of(new Fused(use.node(), Kind.BIASED, 0, 1)));
            }
        }
        return new End(tensor, Optional.empty());
    }

    /** The residual sum that a linear layer's result goes into. */
    private Optional<End> sum(End out) {
        if (out.fused().isPresent()) {
            return Optional.of(fusedSum(out.fused().get().node()));
        }
        String current = out.tensor();
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<Graph.Use> use = linears.onlyUse(current);
            if (use.isEmpty()) {
                return Optional.empty();
            }
            NodeProto node = graph.node(use.get().node());
            String type = node.getOpType();
            if (type.equals("SkipLayerNormalization")) {
                return Optional.of(fusedSum(use.get().node()));
            }
            if (type.equals("Add") && node.getInputList().stream().noneMatch(flow::constant)) {
                return Optional.of(new End(node.getOutput(0), Optional.empty()));
            }
            boolean scales = type.equals("Mul")
                    && linears.isScale(node.getInput(1 - Math.min(1, use.get().input())));
            if (!scales && !type.equals("Add") && !BEHIND_ATTENTION.contains(type)) {
                return Optional.empty();
            }
            current = node.getOutput(0);
        }
        return Optional.empty();
    }

    private End fusedSum(int index) {
        return new End(Fusions.sum(graph.node(index)), Optional.of(new Fused(index, Kind.SUM, 0, 0)));
    }

    List<Attention> attentions() {
        List<Attention> found = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            NodeProto node = graph.node(i);
            boolean own = node.getOutputCount() > 0 && flow.belongs(node.getOutput(0), modality);
            if (own && node.getOpType().equals("Softmax")) {
                spelledOut(node).ifPresent(found::add);
            } else if (own && FUSED_ATTENTION.contains(node.getOpType())) {
                long heads = Attributes.number(node, "num_heads", Attributes.number(node, "q_num_heads", 0));
                heads = heads > 0
                        ? heads
                        : -trial.value(node.getOutput(0)).map(Value::last).orElse(0L);
                attention(Optional.empty(), Optional.empty(), node.getOutput(0), heads)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Attention> spelledOut(NodeProto softmax) {
        String current = softmax.getOutput(0);
        for (int step = 0; step < MOST_STEPS; step++) {
            String tensor = current;
            Optional<NodeProto> mix = users(tensor).stream()
                    .filter(node -> List.of("MatMul", "FusedMatMul").contains(node.getOpType())
                            && node.getInputList().stream().noneMatch(flow::constant))
                    .findFirst();
            if (mix.isPresent()) {
                boolean plain = mix.get().getInput(0).equals(tensor)
                        && Attributes.real(mix.get(), "alpha", 1) == 1
                        && Attributes.number(mix.get(), "transB", 0) == 0;
                Optional<String> values = Optional.of(mix.get().getInput(1)).filter(any -> plain);
                return mixed(linears.unquantised(tensor), values, mix.get());
            }
            Optional<NodeProto> next = users(tensor).stream()
                    .filter(node -> AROUND_SOFTMAX.contains(node.getOpType()))
                    .findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            current = next.get().getOutput(0);
        }
        return Optional.empty();
    }

    private Optional<Attention> mixed(String pattern, Optional<String> values, NodeProto mix) {
        Optional<Value> probabilities = trial.value(pattern);
        Optional<Value> result = trial.value(mix.getOutput(0));
        boolean overAll = probabilities
                .filter(value -> value.rank() >= 3 && value.dim(-1) == value.dim(-2) && value.dim(-1) > 1)
                .isPresent();
        if (!overAll || result.isEmpty()) {
            return Optional.empty();
        }
        return attention(
                Optional.of(pattern), values, mix.getOutput(0), -result.get().last());
    }

    /** @param heads how many heads, or, negative, how wide each is */
    private Optional<Attention> attention(
            Optional<String> pattern, Optional<String> values, String result, long heads) {
        Optional<Integer> product = productBehind(result);
        if (product.isEmpty()) {
            return Optional.empty();
        }
        String concatenated =
                linears.unquantised(linears.input(graph.node(product.get())).orElseThrow());
        Optional<Value> shape = trial.value(concatenated);
        long count = heads > 0
                ? heads
                : heads == 0 ? 0 : shape.map(value -> value.last() / -heads).orElse(0L);
        if (count <= 0 || shape.isEmpty()) {
            return Optional.empty();
        }
        End out = linears.end(product.get());
        return Optional.of(new Attention(product.get(), pattern, values, concatenated, (int) count, out, sum(out)));
    }

    private Optional<Integer> productBehind(String result) {
        ArrayDeque<String> open = new ArrayDeque<>(List.of(result));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty() && seen.size() < MOST_STEPS) {
            String tensor = open.remove();
            for (Graph.Use use : graph.uses(tensor)) {
                NodeProto node = graph.node(use.node());
                if (linears.input(node).isPresent()) {
                    return Optional.of(use.node());
                }
                boolean passes = BEHIND_ATTENTION.contains(node.getOpType()) || isChange(node) || normalises(node);
                if (passes && seen.add(node.getOutput(0))) {
                    open.add(node.getOutput(0));
                }
            }
        }
        return Optional.empty();
    }

    /** What a saved change leaves between the heads and the output projection. */
    private boolean isChange(NodeProto node) {
        String type = node.getOpType();
        return type.equals("Where")
                || ((type.equals("Mul") || type.equals("Add"))
                        && node.getInputList().stream().anyMatch(linears::isScale));
    }

    /** EVA-02 normalises between the heads and the output projection. */
    private boolean normalises(NodeProto node) {
        return Normalisations.OPERATORS.contains(node.getOpType())
                || (Normalisations.PARTS.contains(node.getOpType())
                        && node.getInputList().stream()
                                        .filter(input -> !flow.constant(input))
                                        .count()
                                <= (Set.of("Sub", "Div").contains(node.getOpType()) ? 2 : 1));
    }

    private List<NodeProto> users(String tensor) {
        return graph.uses(tensor).stream().map(use -> graph.node(use.node())).toList();
    }
}
