package org.clipprobe.model.internal.anatomy;

import java.util.Optional;
import org.clipprobe.model.HookPoint;

/**
 * Where a hook point's values are in the graph.
 *
 * @param point the hook point
 * @param tensor the tensor that holds its values; one that the file does not have when {@code fused} is present
 * @param layout how the tensor is laid out
 * @param type its element type, as ONNX numbers them
 * @param width how long its last axis is at trial sizes, units or, in an attention pattern, keys
 * @param heads attention heads that the last axis is made of, where the hook point counts heads; 0 otherwise
 * @param fused the fused operator in which the tensor is hidden
 */
public record Site(
        HookPoint point, String tensor, Layout layout, int type, int width, int heads, Optional<Fused> fused) {
    /** How a tensor is hidden inside a fused operator. */
    enum Kind {
        /** The sum of the operator's input and its bias. */
        BIASED,
        /** SkipLayerNormalization's sum, which it can output. */
        SUM,
        /** A product's input times the factor that was moved into the product. */
        SCALED
    }

    /**
     * An operator that hides a tensor.
     *
     * @param node the fused operator
     * @param kind what is hidden in it
     * @param input the operator's input that the bias is added to, or that is scaled
     * @param bias for {@link Kind#BIASED}, the operator's input that is the bias
     */
    public record Fused(int node, Kind kind, int input, int bias) {}
}
