package org.clipprobe.concept.similarity;

import java.util.Random;
import org.clipprobe.activation.Activations;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;

/** Units of a layer whose activations are shuffled over the examples: as sparse and tied as real ones, about nothing. */
public record ShuffledUnits(Activations layer, int count, long seed) implements Activations {
    @Override
    public Capture capture() {
        Capture real = layer.capture();
        HookPoint at =
                new HookPoint(real.at().name() + " shuffled", count, real.at().token());
        return new Capture(at, real.pooling());
    }

    @Override
    public int examples() {
        return layer.examples();
    }

    @Override
    public int units() {
        return count;
    }

    @Override
    public void columns(int from, int to, float[] target) {
        int examples = examples();
        for (int unit = from; unit < to; ) {
            int real = unit % layer.units();
            int together = Math.min(to - unit, layer.units() - real);
            float[] columns = new float[Math.multiplyExact(together, examples)];
            layer.columns(real, real + together, columns);
            for (int i = 0; i < together; i++, unit++) {
                int[] order = Shuffling.order(examples, new Random(seed * 1_000_003 + unit));
                for (int e = 0; e < examples; e++) {
                    target[(unit - from) * examples + e] = columns[i * examples + order[e]];
                }
            }
        }
    }
}
