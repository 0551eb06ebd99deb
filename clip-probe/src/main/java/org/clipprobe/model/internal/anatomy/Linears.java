package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.internal.anatomy.Site.Fused;
import org.clipprobe.model.internal.anatomy.Site.Kind;
import org.clipprobe.model.internal.graph.Attributes;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;
import org.clipprobe.model.internal.shape.Value;

/**
 * Finds linear layers: a product with a constant matrix, in floating point or dynamically or statically quantised, with or
 * without a bias.
 */
public final class Linears {
    /** Operators that change how a tensor is stored or shaped, not what it says. */
    static final Set<String> PASSING = Set.of(
            "Cast",
            "Identity",
            "Dropout",
            "QuantizeLinear",
            "DequantizeLinear",
            "DynamicQuantizeLinear",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze");

    private static final Set<String> STORAGE =
            Set.of("Cast", "Identity", "Dropout", "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear");
    private static final Set<String> PRODUCTS = Set.of(
            "MatMul",
            "FusedMatMul",
            "MatMulNBits",
            "MatMulBnb4",
            "MatMulIntegerToFloat",
            "DynamicQuantizeMatMul",
            "MatMulInteger",
            "QLinearMatMul",
            "Gemm",
            "QGemm");

    /** Products of whole numbers, which are cast and multiplied with both scales afterwards. */
    private static final Set<String> WHOLE = Set.of("MatMulInteger", "ConvInteger");

    private static final Set<String> CONVOLUTIONS = Set.of("Conv", "ConvInteger", "QLinearConv");

    /**
     * Where a linear layer's result is.
     *
     * @param tensor its name; not in the file when {@code fused} is present
     */
    public record End(String tensor, Optional<Fused> fused) {}

    private final Graph graph;
    private final Flow flow;
    private final Trial trial;

    Linears(Graph graph, Flow flow, Trial trial) {
        this.graph = graph;
        this.flow = flow;
        this.trial = trial;
    }

    /** The tensor that a linear layer's product works on; empty when the node is no such product. */
    Optional<String> input(NodeProto node) {
        String type = node.getOpType();
        if (!PRODUCTS.contains(type) && !isPointwise(node)) {
            return Optional.empty();
        }
        String weights =
                node.getInput(Set.of("QLinearMatMul", "QGemm", "QLinearConv").contains(type) ? 3 : 1);
        if (flow.constant(node.getInput(0)) || !flow.constant(weights)) {
            return Optional.empty();
        }
        return Optional.of(stripped(node.getInput(0), Set.of("DynamicQuantizeLinear", "QuantizeLinear")));
    }

    /** Whether a convolution is a linear layer at every place of a feature map: 1 × 1, all channels together. */
    private boolean isPointwise(NodeProto node) {
        if (!CONVOLUTIONS.contains(node.getOpType()) || Attributes.number(node, "group", 1) != 1) {
            return false;
        }
        Optional<Value> weights = trial.value(node.getInput(node.getOpType().equals("QLinearConv") ? 3 : 1));
        boolean inPlace = Attributes.numbers(node, "strides")
                .map(strides -> Arrays.stream(strides).allMatch(stride -> stride == 1))
                .orElse(true);
        return inPlace
                && weights.map(value -> value.rank() == 4 && value.dim(2) == 1 && value.dim(3) == 1)
                        .orElse(false);
    }

    /** Walks back over operators of these kinds to what they were given. */
    String stripped(String tensor, Set<String> kinds) {
        String current = tensor;
        for (Optional<NodeProto> node = graph.producerNode(current);
                node.isPresent()
                        && kinds.contains(node.get().getOpType())
                        && !flow.constant(node.get().getInput(0));
                node = graph.producerNode(current)) {
            current = node.get().getInput(0);
        }
        return current;
    }

    /** Walks back over casts and quantisation. */
    String unquantised(String tensor) {
        return stripped(tensor, STORAGE);
    }

    /** Whether a linear layer's result, with its bias where it has one, is this tensor. */
    boolean endsAt(String tensor) {
        Optional<NodeProto> producer = graph.producerNode(stripped(tensor, PASSING));
        if (producer.isEmpty()) {
            return false;
        }
        NodeProto node = producer.get();
        if (node.getOpType().equals("Add")) {
            Optional<String> other = besideConstant(node);
            return other.isPresent() && isProduct(stripped(other.get(), PASSING));
        }
        return isProduct(stripped(tensor, PASSING));
    }

    private boolean isProduct(String tensor) {
        Optional<NodeProto> producer = graph.producerNode(tensor);
        return producer.isPresent() && (input(producer.get()).isPresent() || isRescaled(producer.get()));
    }

    /** Dynamic quantisation: the whole-number product is cast and multiplied with both scales. */
    private boolean isRescaled(NodeProto node) {
        return node.getOpType().equals("Mul")
                && node.getInputList().stream()
                        .flatMap(input -> graph.producerNode(stripped(input, STORAGE)).stream())
                        .anyMatch(producer -> WHOLE.contains(producer.getOpType())
                                && input(producer).isPresent());
    }

    private Optional<String> besideConstant(NodeProto node) {
        List<String> dynamic = node.getInputList().stream()
                .filter(input -> !flow.constant(input))
                .toList();
        return node.getInputCount() == 2 && dynamic.size() == 1 ? Optional.of(dynamic.get(0)) : Optional.empty();
    }

    /** The result of the linear layer whose product is {@code product}. */
    End end(int product) {
        NodeProto node = graph.node(product);
        String tensor = node.getOutput(0);
        if (WHOLE.contains(node.getOpType())) {
            tensor = rescaled(tensor);
        }
        String result = tensor;
        String current = tensor;
        for (Optional<Graph.Use> use = onlyUse(current); use.isPresent(); use = onlyUse(current)) {
            NodeProto next = graph.node(use.get().node());
            if (next.getOpType().equals("Add") && besideConstant(next).isPresent()) {
                return new End(next.getOutput(0), Optional.empty());
            }
            Optional<Fused> fused = fusedBias(next, use.get());
            if (fused.isPresent()) {
                return new End(Fusions.biased(current), fused);
            }
            if (!PASSING.contains(next.getOpType())) {
                break;
            }
            current = next.getOutput(0);
        }
        return new End(result, Optional.empty());
    }

    private static Optional<Fused> fusedBias(NodeProto node, Graph.Use use) {
        int bias = switch (node.getOpType()) {
            case "SkipLayerNormalization" -> 4;
            case "BiasGelu", "FastGelu" -> 1;
            default -> Integer.MAX_VALUE;
        };
        boolean has = bias < node.getInputCount() && !node.getInput(bias).isEmpty() && use.input() != bias;
        return has ? Optional.of(new Fused(use.node(), Kind.BIASED, use.input(), bias)) : Optional.empty();
    }

    private String rescaled(String product) {
        String current = product;
        for (Optional<Graph.Use> use = onlyUse(current); use.isPresent(); use = onlyUse(current)) {
            NodeProto next = graph.node(use.get().node());
            current = next.getOutput(0);
            if (next.getOpType().equals("Mul")) {
                return current;
            }
            if (!next.getOpType().equals("Cast")) {
                return product;
            }
        }
        return product;
    }

    /** The one place that uses a tensor's values; its shape may be read elsewhere. */
    Optional<Graph.Use> onlyUse(String tensor) {
        List<Graph.Use> uses = graph.uses(tensor).stream()
                .filter(use -> !graph.node(use.node()).getOpType().equals("Shape"))
                .toList();
        return uses.size() == 1 ? Optional.of(uses.get(0)) : Optional.empty();
    }

    /** Whether a tensor is one number, or one per unit, for all examples and positions. */
    boolean isScale(String tensor) {
        return flow.constant(tensor)
                && trial.value(tensor)
                        .map(value -> Arrays.stream(value.dims())
                                        .filter(dim -> dim != 1)
                                        .count()
                                <= 1)
                        .orElse(false);
    }
}
