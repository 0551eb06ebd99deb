package org.clipprobe.concept;

import org.clipprobe.activation.Activations;
import org.clipprobe.model.Capture;

/** Some examples of a layer, in a given order. */
record ExampleRows(Activations layer, int[] kept) implements Activations {
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
        float[] column = new float[layer.examples()];
        for (int unit = from; unit < to; unit++) {
            layer.columns(unit, unit + 1, column);
            for (int i = 0; i < kept.length; i++) {
                target[(unit - from) * kept.length + i] = column[kept[i]];
            }
        }
    }
}
