package org.clipprobe.concept.similarity;

import java.util.Arrays;

/** In the place of cosines: 1 where an example shows a concept, else 0. */
public record LabelCosines(Membership shown) implements Cosines {
    @Override
    public int examples() {
        return shown.examples();
    }

    @Override
    public int concepts() {
        return shown.concepts();
    }

    @Override
    public void block(int from, int to, float[][] target) {
        for (float[] row : target) {
            Arrays.fill(row, 0, to - from, 0);
        }
        for (int concept = from; concept < to; concept++) {
            for (int example : shown.members().get(concept)) {
                target[example][concept - from] = 1;
            }
        }
    }
}
