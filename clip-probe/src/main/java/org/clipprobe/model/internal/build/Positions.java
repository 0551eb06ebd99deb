package org.clipprobe.model.internal.build;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.internal.anatomy.Layout;
import org.clipprobe.model.internal.anatomy.ReadOut;
import org.clipprobe.model.internal.anatomy.Site;

/**
 * Where a tensor's batch and tokens are, and which token is read out, as nodes of the graph.
 *
 * @param emitter writes the nodes
 * @param readOut the token that the tower reads out
 * @param input the tower's input, whose first dimension is the batch
 * @param lengths an input {@code [batch]} of how many tokens are no padding; only a text tower has padding
 */
record Positions(Emitter emitter, ReadOut readOut, String input, Optional<String> lengths) {
    /** A flattened tensor with its tokens apart again; others as they are. */
    String unflattened(String tensor, Site site) {
        return switch (site.layout()) {
            case FLAT_BATCH_FIRST ->
                emitter.reshapeTo(tensor, emitter.concat(batch(), emitter.numbers(-1, site.width())));
            case FLAT_TOKENS_FIRST ->
                emitter.reshapeTo(tensor, emitter.concat(emitter.numbers(-1), batch(), emitter.numbers(site.width())));
            case FLAT_PATTERN ->
                emitter.reshapeTo(
                        tensor, emitter.concat(emitter.numbers(-1, site.heads()), emitter.shape(tensor, 1, 3)));
            default -> tensor;
        };
    }

    static boolean isFlat(Layout layout) {
        return layout == Layout.FLAT_BATCH_FIRST || layout == Layout.FLAT_TOKENS_FIRST || layout == Layout.FLAT_PATTERN;
    }

    static boolean tokensFirst(Layout layout) {
        return layout == Layout.TOKENS_FIRST || layout == Layout.FLAT_TOKENS_FIRST;
    }

    private String batch() {
        return emitter.shape(input, 0, 1);
    }

    /** The read-out token's values, {@code [batch, units]}, of an unflattened tensor of three axes. */
    String token(String tensor, boolean tokensFirst) {
        if (readOut instanceof ReadOut.Fixed fixed) {
            return emitter.node(
                    "Gather",
                    List.of(tensor, emitter.number(fixed.index())),
                    Emitter.attribute("axis", tokensFirst ? 0L : 1L));
        }
        String rows = emitter.node("Range", List.of(emitter.number(0), scalar(batch()), emitter.number(1)));
        String examples = emitter.reshape(rows, -1, 1);
        String tokens = emitter.reshape(index(), -1, 1);
        String places = emitter.node(
                "Concat",
                tokensFirst ? List.of(tokens, examples) : List.of(examples, tokens),
                Emitter.attribute("axis", 1L));
        return emitter.node("GatherND", List.of(tensor, places));
    }

    /** Three axes with this number at padding; as it is where there is no padding. */
    String padded(String tensor, boolean tokensFirst, float number) {
        if (lengths.isEmpty()) {
            return tensor;
        }
        long axis = tokensFirst ? 0 : 1;
        String count = scalar(emitter.shape(tensor, axis, axis + 1));
        String all = emitter.node("Range", List.of(emitter.number(0), count, emitter.number(1)));
        String inside =
                emitter.node("Less", List.of(emitter.reshape(all, 1, -1), emitter.reshape(lengths.get(), -1, 1)));
        String laidOut = tokensFirst ? emitter.transpose(inside, 1, 0) : inside;
        String tokens = emitter.reshapeTo(laidOut, emitter.numbers(0, 0, 1));
        return emitter.node("Where", List.of(tokens, tensor, emitter.reals(new float[] {number}, 1)));
    }

    /** The mean over the axis of the tokens, padding left out. */
    String mean(String tensor, boolean tokensFirst) {
        long axis = tokensFirst ? 0 : 1;
        if (lengths.isEmpty()) {
            return emitter.reduce("ReduceMean", tensor, axis);
        }
        String sum = emitter.sum(padded(tensor, tokensFirst, 0), axis);
        String counts = emitter.cast(lengths.get(), DataType.FLOAT_VALUE);
        return emitter.node("Div", List.of(sum, emitter.reshape(counts, -1, 1)));
    }

    /**
     * Truth at the read-out token, to be broadcast against an unflattened tensor.
     *
     * @param axis of the tokens
     */
    String mask(String tensor, int axis) {
        String count = scalar(emitter.shape(tensor, axis, axis + 1L));
        String all = emitter.node("Range", List.of(emitter.number(0), count, emitter.number(1)));
        String read = readOut instanceof ReadOut.Fixed fixed && fixed.index() < 0
                ? emitter.node("Add", List.of(emitter.number(fixed.index()), count))
                : index();
        String equal = emitter.node("Equal", List.of(emitter.reshape(all, 1, -1), emitter.reshape(read, -1, 1)));
        return switch (axis) {
            case 0 -> emitter.reshapeTo(emitter.transpose(equal, 1, 0), emitter.numbers(0, 0, 1));
            case 1 -> emitter.reshapeTo(equal, emitter.numbers(0, 0, 1));
            default -> emitter.reshapeTo(equal, emitter.numbers(0, 1, -1, 1));
        };
    }

    private String index() {
        if (readOut instanceof ReadOut.Computed computed) {
            return computed.tensor();
        }
        return emitter.number(readOut instanceof ReadOut.Fixed fixed ? fixed.index() : 0);
    }

    private String scalar(String tensor) {
        return emitter.reshapeTo(tensor, emitter.numbers());
    }
}
