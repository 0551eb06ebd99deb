package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.internal.anatomy.Site.Fused;
import org.clipprobe.model.internal.anatomy.Site.Kind;
import org.clipprobe.model.internal.build.Emitter;
import org.clipprobe.model.internal.graph.Attributes;

/**
 * Makes tensors that ONNX Runtime's fused operators hide: beside the operator when they are only read, so that it stays
 * fused, and by taking it apart when they are changed.
 */
public final class Fusions {
    private Fusions() {}

    /** Name of the sum of a tensor and a fused operator's bias. */
    static String biased(String tensor) {
        return tensor + "/biased";
    }

    /** Name of a product's input times the factor that was moved into the product. */
    static String scaled(String tensor) {
        return tensor + "/scaled";
    }

    /** Name of SkipLayerNormalization's sum, its own where it has one. */
    static String sum(NodeProto node) {
        boolean named = node.getOutputCount() > 3 && !node.getOutput(3).isEmpty();
        return named ? node.getOutput(3) : node.getOutput(0) + "/sum";
    }

    /** The operator so that the hidden tensor can be read, and what is needed beside it. */
    public static List<NodeProto> exposed(NodeProto node, Fused fused) {
        if (fused.kind() == Kind.SCALED) {
            List<NodeProto> parts = new ArrayList<>(factor(node));
            parts.add(node);
            return parts;
        }
        if (fused.kind() == Kind.BIASED) {
            return List.of(add(node.getInput(fused.input()), node.getInput(fused.bias())), node);
        }
        NodeProto.Builder builder = node.toBuilder();
        while (builder.getOutputCount() < 3) {
            builder.addOutput("");
        }
        if (builder.getOutputCount() == 3) {
            builder.addOutput("");
        }
        return List.of(builder.setOutput(3, sum(node)).build());
    }

    private static NodeProto add(String tensor, String bias) {
        return binary("Add", tensor, bias, biased(tensor));
    }

    private static NodeProto binary(String type, String a, String b, String output) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .setName(output)
                .addInput(a)
                .addInput(b)
                .addOutput(output)
                .build();
    }

    /**
     * The operator in its parts.
     *
     * @param bias where the operator's bias is added, when it has one
     */
    static List<NodeProto> opened(NodeProto node, Optional<Fused> bias) {
        return switch (node.getOpType()) {
            case "SkipLayerNormalization" -> skipLayerNormalization(node, bias);
            case "FusedMatMul" -> scaledProduct(node);
            default -> biasedGelu(node);
        };
    }

    private static List<NodeProto> factor(NodeProto node) {
        String alpha = scaled(node.getInput(0)) + "/alpha";
        NodeProto constant = NodeProto.newBuilder()
                .setOpType("Constant")
                .setName(alpha)
                .addOutput(alpha)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(TensorProto.newBuilder()
                                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                                .addFloatData(Attributes.real(node, "alpha", 1))))
                .build();
        return List.of(constant, binary("Mul", node.getInput(0), alpha, scaled(node.getInput(0))));
    }

    private static List<NodeProto> scaledProduct(NodeProto node) {
        List<NodeProto> parts = new ArrayList<>(factor(node));
        NodeProto.Builder product = node.toBuilder().setInput(0, scaled(node.getInput(0)));
        for (int i = product.getAttributeCount() - 1; i >= 0; i--) {
            if (product.getAttribute(i).getName().equals("alpha")) {
                product.removeAttribute(i);
            }
        }
        parts.add(product.build());
        return parts;
    }

    private static List<NodeProto> biasedGelu(NodeProto node) {
        NodeProto.Builder gelu = node.toBuilder().clearInput().addInput(biased(node.getInput(0)));
        if (node.getOpType().equals("BiasGelu")) {
            gelu.setOpType("Gelu");
        }
        return List.of(add(node.getInput(0), node.getInput(1)), gelu.build());
    }

    private static List<NodeProto> skipLayerNormalization(NodeProto node, Optional<Fused> bias) {
        List<NodeProto> parts = new ArrayList<>();
        int added = bias.map(Fused::input).orElse(0);
        String branch = node.getInput(added);
        if (node.getInputCount() > 4 && !node.getInput(4).isEmpty()) {
            parts.add(add(branch, node.getInput(4)));
            branch = biased(branch);
        }
        parts.add(binary("Add", branch, node.getInput(1 - added), sum(node)));
        NodeProto.Builder normalisation = NodeProto.newBuilder()
                .setOpType("LayerNormalization")
                .setName(node.getOutput(0))
                .addInput(sum(node))
                .addInput(node.getInput(2))
                .addOutput(node.getOutput(0))
                .addAttribute(Emitter.attribute("axis", -1))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("epsilon")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(Attributes.real(node, "epsilon", 1e-12f)));
        if (node.getInputCount() > 3 && !node.getInput(3).isEmpty()) {
            normalisation.addInput(node.getInput(3));
        }
        parts.add(normalisation.build());
        return parts;
    }
}
