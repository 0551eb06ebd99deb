package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;

/** Says what a graph is that has no tower, or a tower that has no embedding, and what to do about it. */
public final class Refusals {
    private Refusals() {}

    /** Why a graph with these inputs has neither tower. */
    public static String noTower(Graph graph, List<TowerInput> inputs) {
        List<String> names = inputs.stream().map(TowerInput::name).toList();
        String found = inputs.stream()
                .map(input -> input.name() + " " + input.dims())
                .collect(Collectors.joining(", ", "[", "]"));
        if (names.stream().anyMatch(name -> name.contains("spatial_shapes"))) {
            return "takes pictures that are cut into patches, found " + found
                    + ", as SigLIP 2 models of the NaFlex kind"
                    + " do; this is not supported: use a SigLIP 2 model of one resolution, such as"
                    + " siglip2-base-patch16-224";
        }
        return inputs.stream()
                .flatMap(input -> reason(graph, input).stream())
                .findFirst()
                .orElse("expected an input for pictures or for tokens, found " + found
                        + "; is this a tower of a CLIP model?");
    }

    private static Optional<String> reason(Graph graph, TowerInput input) {
        List<Long> dims = input.dims();
        String lower = input.name().toLowerCase(Locale.ROOT);
        String found = ", found the input " + input.name() + " " + dims;
        if (isText(graph, input.name())) {
            return Optional.of("takes text instead of tokens" + found + ", so that the tokenizer is part of the graph;"
                    + " export the tower behind its tokenizer");
        }
        if (dims.size() == 5) {
            return Optional.of("expected single pictures, [batch, 3, height, width]" + found
                    + ", as models of films or of tiled pictures have it; export the tower for single pictures");
        }
        if (dims.size() == 4 && !dims.contains(3L)) {
            return Optional.of("expected pictures of 3 colours, [batch, 3, height, width] or [batch, height, width, 3]"
                    + found + "; models of grey pictures, of sound or of other signals are not supported");
        }
        if (dims.size() == 4) {
            return Optional.of("expected pictures as numbers of 32 or 16 bits, or as bytes" + found
                    + " of another type; export the tower with float32 or uint8 pictures");
        }
        if (dims.size() == 3 && dims.contains(3L)) {
            return Optional.of("expected pictures in batches, [batch, 3, height, width]" + found
                    + ", which is one picture; export the tower with a batch");
        }
        if (dims.size() == 3 && lower.contains("embed")) {
            return Optional.of("takes vectors instead of tokens" + found + "; export the tower with its token table");
        }
        return dims.size() == 3 && lower.contains("pixel")
                ? Optional.of("takes pictures that are cut into patches" + found
                        + "; export the tower with pictures, [batch, 3, height, width]")
                : Optional.empty();
    }

    private static boolean isText(Graph graph, String input) {
        return graph.inputs().stream()
                .filter(info -> info.getName().equals(input))
                .mapToInt(info -> info.getType().getTensorType().getElemType())
                .anyMatch(type -> type == ai.onnx.proto.OnnxMl.TensorProto.DataType.STRING_VALUE);
    }

    /** Why a tower has no embedding, and what it can be used for all the same. */
    public static String noEmbedding(Graph graph, Flow flow, Trial trial, Modality modality, boolean hooks) {
        List<String> outputs = graph.model().getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .toList();
        Optional<String> sequence = outputs.stream()
                .filter(output -> flow.belongs(output, modality))
                .filter(output ->
                        trial.value(output).map(value -> value.rank() >= 3).orElse(false))
                .findFirst();
        String use = hooks ? "; its hook points can be used, embeddings and whatever compares them cannot" : "";
        if (sequence.isPresent()) {
            return "gives " + sequence.get() + ", one vector for each place, and no embedding, [batch, dimensions], as"
                    + " towers for language models do" + use + ": export the tower with its pooling and projection";
        }
        if (!outputs.isEmpty() && outputs.stream().allMatch(output -> isMixed(flow, output))) {
            return "gives only " + String.join(" and ", outputs) + ", made of pictures and prompts together, and no"
                    + " embedding, [batch, dimensions], as models that find or cut out things do" + use
                    + ": export the " + modality.prefix() + " tower with its projection";
        }
        return "expected an output that is an embedding, [batch, dimensions], found none;"
                + " the file is damaged, or this is no tower of a CLIP model";
    }

    /** Why a tower has no hook points inside, where that is known. */
    public static Optional<String> noHookPoints(Graph graph, Modality modality) {
        boolean whole = graph.nodes().stream().anyMatch(node -> node.getOpType().startsWith("QLinear"));
        return whole
                ? Optional.of("its operators pass 8-bit numbers on (QLinearMatMul and others), so that the "
                        + modality.prefix() + " tower has no hook points inside; quantise the model with QDQ nodes"
                        + " or dynamically, or use its plain variant")
                : Optional.empty();
    }

    private static boolean isMixed(Flow flow, String output) {
        return !flow.constant(output) && !flow.belongs(output, Modality.VISION) && !flow.belongs(output, Modality.TEXT);
    }
}
