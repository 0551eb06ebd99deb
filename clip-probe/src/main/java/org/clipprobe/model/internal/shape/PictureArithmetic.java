package org.clipprobe.model.internal.shape;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;

/**
 * What a graph does with a picture's values before its first layer: preprocessing that is baked in.
 *
 * @param factors per colour
 * @param offsets per colour, added after multiplying
 */
public record PictureArithmetic(List<Double> factors, List<Double> offsets) {
    private static final int MOST_STEPS = 32;
    private static final Set<String> PASSING =
            Set.of("Cast", "Identity", "Transpose", "Resize", "Slice", "Clip", "Squeeze", "Unsqueeze", "Reshape");

    public PictureArithmetic {
        factors = List.copyOf(factors);
        offsets = List.copyOf(offsets);
    }

    /** Empty where the picture goes into the first layer as it comes. */
    public static Optional<PictureArithmetic> of(Graph graph, Flow flow, Trial trial, String input) {
        double[] factors = {1, 1, 1};
        double[] offsets = {0, 0, 0};
        boolean any = false;
        String current = input;
        for (int step = 0; step < MOST_STEPS; step++) {
            String tensor = current;
            List<NodeProto> next = graph.uses(tensor).stream()
                    .map(use -> graph.node(use.node()))
                    .filter(node -> !node.getOpType().equals("Shape"))
                    .toList();
            if (next.size() != 1) {
                break;
            }
            NodeProto node = next.get(0);
            if (!PASSING.contains(node.getOpType())) {
                Optional<double[]> constant = constant(flow, trial, node, tensor);
                if (constant.isEmpty() || !applied(node, tensor, constant.get(), factors, offsets)) {
                    break;
                }
                any = true;
            }
            current = node.getOutput(0);
        }
        return any ? Optional.of(new PictureArithmetic(list(factors), list(offsets))) : Optional.empty();
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** One number for each colour. */
    private static Optional<double[]> constant(Flow flow, Trial trial, NodeProto node, String picture) {
        if (node.getInputCount() != 2) {
            return Optional.empty();
        }
        String other = node.getInput(node.getInput(0).equals(picture) ? 1 : 0);
        return Optional.of(other)
                .filter(flow::constant)
                .flatMap(trial::reals)
                .filter(values -> values.length == 1 || values.length == 3)
                .map(values -> values.length == 3 ? values : new double[] {values[0], values[0], values[0]});
    }

    private static boolean applied(
            NodeProto node, String picture, double[] constant, double[] factors, double[] offsets) {
        boolean first = node.getInput(0).equals(picture);
        for (int colour = 0; colour < 3; colour++) {
            double value = constant[colour];
            switch (node.getOpType()) {
                case "Mul" -> {
                    factors[colour] *= value;
                    offsets[colour] *= value;
                }
                case "Div" -> {
                    if (!first) {
                        return false;
                    }
                    factors[colour] /= value;
                    offsets[colour] /= value;
                }
                case "Add" -> offsets[colour] += value;
                case "Sub" -> {
                    factors[colour] *= first ? 1 : -1;
                    offsets[colour] = first ? offsets[colour] - value : value - offsets[colour];
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }
}
