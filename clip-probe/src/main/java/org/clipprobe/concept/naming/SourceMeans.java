package org.clipprobe.concept.naming;

import org.clipprobe.activation.Activations;
import org.clipprobe.model.Capture;

/** A layer with one value for each of some sources, the mean over its variants. */
record SourceMeans(Activations layer, int[][] variants) implements Activations {
    /** Values read at once: files hold examples one after the other, so that columns are cheap only together. */
    private static final int HELD = 1 << 24;

    /** Means of the values from {@code offset} on. */
    static float[] of(float[] values, int offset, int[][] variants) {
        float[] means = new float[variants.length];
        for (int s = 0; s < means.length; s++) {
            double sum = 0;
            for (int variant : variants[s]) {
                sum += values[offset + variant];
            }
            means[s] = (float) (sum / variants[s].length);
        }
        return means;
    }

    @Override
    public Capture capture() {
        return layer.capture();
    }

    @Override
    public int examples() {
        return variants.length;
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
                float[] means = of(columns, (unit - start) * all, variants);
                System.arraycopy(means, 0, target, (unit - from) * means.length, means.length);
            }
        }
    }
}
