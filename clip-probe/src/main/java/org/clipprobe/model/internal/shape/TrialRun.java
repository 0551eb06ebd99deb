package org.clipprobe.model.internal.shape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.graph.Graph;

/**
 * The trial at sizes that fit the model. Where the file leaves the picture's size open, the sizes in use are tried and the
 * one kept that fits best, since position embeddings only fit one.
 *
 * @param dims each input's trial shape
 */
public record TrialRun(Trial trial, Map<String, long[]> dims) {
    private static final long[] PICTURE_SIZES = {224, 336, 384, 256, 240, 288, 448, 320, 378, 512, 96, 64, 128, 160, 192
    };

    public static TrialRun of(Graph graph, List<TowerInput> inputs) {
        boolean open = inputs.stream()
                .anyMatch(input -> input.role() == TowerInput.Role.PIXELS
                        && (input.dims().get(2) < 0 || input.dims().get(3) < 0));
        TrialRun best = at(graph, inputs, PICTURE_SIZES[0]);
        for (int i = 1; open && best.trial().mismatches() > 0 && i < PICTURE_SIZES.length; i++) {
            TrialRun other = at(graph, inputs, PICTURE_SIZES[i]);
            best = other.trial().mismatches() < best.trial().mismatches() ? other : best;
        }
        return best;
    }

    private static TrialRun at(Graph graph, List<TowerInput> inputs, long picture) {
        Map<String, long[]> dims = new HashMap<>();
        inputs.forEach(input -> dims.put(input.name(), trialDims(input, picture)));
        return new TrialRun(Trial.of(graph, dims), dims);
    }

    private static long[] trialDims(TowerInput input, long picture) {
        boolean pixels = input.role() == TowerInput.Role.PIXELS;
        long[] open = pixels
                ? new long[] {Trial.BATCH, 3, picture, picture}
                : LongStream.concat(LongStream.of(Trial.BATCH), LongStream.generate(() -> Trial.TOKENS))
                        .limit(input.dims().size())
                        .toArray();
        for (int i = 0; i < open.length; i++) {
            long given = input.dims().get(i);
            open[i] = given > 0 ? given : open[i];
        }
        return open;
    }
}
