package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipprobe.model.internal.build.TowerGraph;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;

/** Finds a ResNet's stages: residual blocks, sums of feature maps through a Relu, of one size in a row. */
final class Stages {
    private Stages() {}

    /** Per stage, in running order, its blocks' output tensors, {@code [batch, channels, height, width]}. */
    static List<List<String>> find(Graph graph, Flow flow, Trial trial, TowerGraph.Modality modality) {
        List<List<String>> stages = new ArrayList<>();
        long[] last = {};
        for (NodeProto node : graph.nodes()) {
            if (!node.getOpType().equals("Relu")
                    || !flow.belongs(node.getOutput(0), modality)
                    || !isSum(graph, flow, trial, node.getInput(0))) {
                continue;
            }
            long[] dims = trial.value(node.getOutput(0)).orElseThrow().dims();
            if (!Arrays.equals(dims, last)) {
                stages.add(new ArrayList<>());
                last = dims;
            }
            stages.get(stages.size() - 1).add(node.getOutput(0));
        }
        return stages;
    }

    private static boolean isSum(Graph graph, Flow flow, Trial trial, String tensor) {
        boolean map = trial.value(tensor).map(value -> value.rank() == 4).orElse(false);
        return map
                && graph.producerNode(tensor)
                                .filter(node ->
                                        List.of("Add", "Sum", "QLinearAdd").contains(node.getOpType()))
                                .map(node -> node.getInputList().stream()
                                        .filter(input -> !flow.constant(input))
                                        .filter(input -> trial.value(input)
                                                .map(value -> value.rank() == 4)
                                                .orElse(false))
                                        .count())
                                .orElse(0L)
                        == 2;
    }
}
