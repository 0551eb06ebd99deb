package org.clipprobe.attack.run;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Sends pictures through a model batch by batch; a batch's pictures are made when it is its turn. */
public final class Batches {
    private Batches() {}

    /**
     * What the model gives for each picture.
     *
     * @param fitted the picture with a number from 0 to {@code count}, at the model's input size
     * @return rows of {@code dimensions + units} values
     */
    public static List<float[]> rows(ImageEmbedder model, int count, IntFunction<InterleavedU8> fitted, int batch)
            throws IOException {
        List<float[]> rows = new ArrayList<>();
        int columns = model.dimensions() + model.units();
        for (int start = 0; start < count; start += batch) {
            List<InterleavedU8> some = new ArrayList<>();
            for (int i = start; i < Math.min(count, start + batch); i++) {
                some.add(fitted.apply(i));
            }
            float[] values = model.embed(some);
            for (int i = 0; i < some.size(); i++) {
                rows.add(Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
            }
        }
        return rows;
    }

    /** Every picture's logits. */
    public static List<double[]> logits(
            ImageEmbedder model, ZeroShot classes, int count, IntFunction<InterleavedU8> fitted, int batch)
            throws IOException {
        return rows(model, count, fitted, batch).stream()
                .map(row -> classes.logits(Arrays.copyOf(row, model.dimensions()), 0))
                .toList();
    }
}
