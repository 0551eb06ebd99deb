package org.clipprobe.model.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.build.TowerInput;

/** Which graph inputs' values reach a tensor; a tensor that only depends on an input's shape counts as constant. */
public final class Flow {
    private static final int PIXELS = 1;
    private static final int TOKENS = 2;
    private static final int OTHER = 4;
    private static final Set<String> SHAPE_ONLY = Set.of("Shape", "Size");

    private final Map<String, Integer> bits = new HashMap<>();

    public Flow(Graph graph, Iterable<TowerInput> inputs) {
        for (TowerInput input : inputs) {
            bits.put(
                    input.name(),
                    switch (input.role()) {
                        case PIXELS -> PIXELS;
                        case TOKENS -> TOKENS;
                        default -> OTHER;
                    });
        }
        for (NodeProto node : graph.nodes()) {
            int reached = SHAPE_ONLY.contains(node.getOpType()) ? 0 : bits(Graph.reads(node));
            if (reached != 0) {
                node.getOutputList().forEach(output -> bits.put(output, reached));
            }
        }
        bits.remove("");
    }

    private int bits(Set<String> tensors) {
        int all = 0;
        for (String tensor : tensors) {
            all |= bits.getOrDefault(tensor, 0);
        }
        return all;
    }

    public boolean constant(String tensor) {
        return bits.getOrDefault(tensor, 0) == 0;
    }

    /** Whether a tensor holds values of this tower only. */
    public boolean belongs(String tensor, Modality modality) {
        int own = modality == Modality.VISION ? PIXELS : TOKENS;
        return (bits.getOrDefault(tensor, 0) & (PIXELS | TOKENS)) == own;
    }
}
