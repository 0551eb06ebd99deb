package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.internal.anatomy.Layout;
import org.clipprobe.model.internal.anatomy.Site;

/**
 * Makes one capture's output: pooled where asked, {@code [batch, positions, units]} where not, float32.
 *
 * @param file for messages
 */
record Pool(String file, Emitter emitter, Positions positions, Site site) {
    /**
     * Adds the nodes of one pooling.
     *
     * @param tensor the hook point's values, after interventions
     */
    void of(Pooling pooling, String tensor, String output) throws ModelException {
        if (pooling == Pooling.TOKEN && !site.point().token()) {
            throw new ModelException(file + ": " + site.point().name()
                    + " has no token that is read out; pool with max or mean instead");
        }
        String exact = site.type() == DataType.FLOAT_VALUE ? tensor : emitter.cast(tensor, DataType.FLOAT_VALUE);
        String pooled = switch (site.layout()) {
            case ROWS -> pooling == Pooling.NONE ? emitter.reshape(sized(exact), 0, 1, -1) : sized(exact);
            case CHANNELS_FIRST -> map(pooling, exact);
            case CHANNELS_LAST ->
                sequence(pooling, emitter.reshape(exact, 0, -1, site.point().units()), false);
            case PATTERN, FLAT_PATTERN -> sequence(pooling, pattern(positions.unflattened(exact, site)), false);
            default ->
                sequence(pooling, sized(positions.unflattened(exact, site)), Positions.tokensFirst(site.layout()));
        };
        emitter.node("Identity", List.of(pooled), output);
    }

    /** A head's size is its slice's length. */
    private String sized(String tensor) {
        if (site.heads() == 0) {
            return tensor;
        }
        long[] split =
                site.layout() == Layout.ROWS ? new long[] {0, site.heads(), -1} : new long[] {0, 0, site.heads(), -1};
        return emitter.reduce("ReduceL2", emitter.reshape(tensor, split), split.length - 1L);
    }

    private String map(Pooling pooling, String tensor) {
        return switch (pooling) {
            case MAX -> emitter.reduce("ReduceMax", tensor, 2, 3);
            case MEAN -> emitter.reduce("ReduceMean", tensor, 2, 3);
            default -> emitter.transpose(emitter.reshape(tensor, 0, 0, -1), 0, 2, 1);
        };
    }

    private String sequence(Pooling pooling, String tensor, boolean tokensFirst) {
        long axis = tokensFirst ? 0 : 1;
        return switch (pooling) {
            case MAX ->
                emitter.reduce("ReduceMax", positions.padded(tensor, tokensFirst, Float.NEGATIVE_INFINITY), axis);
            case MEAN -> positions.mean(tensor, tokensFirst);
            case TOKEN -> positions.token(tensor, tokensFirst);
            case NONE -> tokensFirst ? emitter.transpose(tensor, 1, 0, 2) : tensor;
        };
    }

    /** {@code [batch, heads, queries, keys]} to {@code [batch, queries, heads × keys]}; missing keys get no attention. */
    private String pattern(String tensor) {
        long keys = site.point().units() / site.heads();
        String byQuery = emitter.transpose(tensor, 0, 2, 1, 3);
        String missing = emitter.node("Sub", List.of(emitter.numbers(keys), emitter.shape(byQuery, 3, 4)));
        String pads = emitter.concat(emitter.numbers(0, 0, 0, 0, 0, 0, 0), missing);
        return emitter.reshape(
                emitter.node("Pad", List.of(byQuery, pads)), 0, 0, site.point().units());
    }
}
