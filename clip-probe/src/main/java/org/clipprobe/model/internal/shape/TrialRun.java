package org.clipprobe.model.internal.shape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.clipprobe.model.internal.anatomy.PictureSize;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.graph.Graph;

/**
 * The trial at sizes that fit the model. Where the file leaves the picture's size open, the sizes in use are tried and the
 * one kept that fits best, since position embeddings only fit one.
 *
 * @param dims each input's trial shape
 */
public record TrialRun(Trial trial, Map<String, long[]> dims) {
    private static final int[] PICTURE_SIZES = {224, 336, 384, 256, 240, 288, 448, 320, 378, 512, 96, 64, 128, 160, 192
    };

    /**
     * The trial of a graph.
     *
     * @param size of the pictures, where it is known from elsewhere
     */
    public static TrialRun of(Graph graph, List<TowerInput> inputs, Optional<PictureSize> size) {
        boolean open = inputs.stream()
                .anyMatch(input -> input.role() == TowerInput.Role.PIXELS && (input.height() < 0 || input.width() < 0));
        TrialRun best = at(graph, inputs, size.orElse(square(0)));
        for (int i = size.isPresent() ? 0 : 1; open && best.trial().mismatches() > 0 && i < PICTURE_SIZES.length; i++) {
            TrialRun other = at(graph, inputs, square(i));
            best = other.trial().mismatches() < best.trial().mismatches() ? other : best;
        }
        return best;
    }

    private static PictureSize square(int index) {
        return new PictureSize(PICTURE_SIZES[index], PICTURE_SIZES[index]);
    }

    private static TrialRun at(Graph graph, List<TowerInput> inputs, PictureSize picture) {
        Map<String, long[]> dims = new HashMap<>();
        inputs.forEach(input -> dims.put(input.name(), trialDims(input, picture)));
        return new TrialRun(Trial.of(graph, dims), dims);
    }

    private static long[] trialDims(TowerInput input, PictureSize picture) {
        boolean pixels = input.role() == TowerInput.Role.PIXELS;
        long[] open = pixels
                ? input.channelsLast()
                        ? new long[] {Trial.BATCH, picture.height(), picture.width(), 3}
                        : new long[] {Trial.BATCH, 3, picture.height(), picture.width()}
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
