package org.clipprobe.concept.similarity;

import org.clipprobe.activation.Activations;
import org.clipprobe.model.Capture;

/** Some examples of a layer, in a given order. */
public record ExampleRows(Activations layer, int[] kept) implements Activations {
    /** Values read at once: files hold examples one after the other, so that columns are cheap only together. */
    private static final int HELD = 1 << 24;

    @Override
    public Capture capture() {
        return layer.capture();
    }

    @Override
    public int examples() {
        return kept.length;
    }

    @Override
    public int units() {
        return layer.units();
    }

    @Override
    public void columns(int from, int to, float[] target) {
        int all = layer.examples();
        int step = Math.max(1, HELD / Math.max(1, all));
        float[] columns = new float[Math.multiplyExact(Math.min(step, to - from), all)];
        for (int start = from; start < to; start += step) {
            int end = Math.min(to, start + step);
            layer.columns(start, end, columns);
            for (int unit = start; unit < end; unit++) {
                for (int i = 0; i < kept.length; i++) {
                    target[(unit - from) * kept.length + i] = columns[(unit - start) * all + kept[i]];
                }
            }
        }
    }
}
