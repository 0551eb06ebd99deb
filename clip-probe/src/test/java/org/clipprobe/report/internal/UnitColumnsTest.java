package org.clipprobe.report.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.Unit;
import org.junit.jupiter.api.Test;

class UnitColumnsTest {
    private static final int UNITS = 200;
    private static final int EXAMPLES = 3;

    /** The activation of unit u on example e of layer l is 1000 l + u + e / 10. */
    private static Activations layer(int number) {
        float[] values = new float[EXAMPLES * UNITS];
        for (int i = 0; i < values.length; i++) {
            int example = i / UNITS;
            values[i] = 1000f * number + i % UNITS + example / 10f;
        }
        Capture capture = new Capture(new HookPoint("vision." + number + ".mlp", UNITS, true), Pooling.TOKEN);
        return Activations.of(capture, EXAMPLES, values);
    }

    @Test
    void everyUnitHasItsOwnActivationsInWhateverOrder() {
        List<Unit> units = List.of(
                new Unit("vision.1.mlp", 7),
                new Unit("vision.1.mlp", 3),
                new Unit("vision.0.mlp", 3),
                new Unit("vision.0.mlp", 63),
                new Unit("vision.0.mlp", 64),
                new Unit("vision.0.mlp", 199),
                new Unit("vision.1.mlp", 5));
        float[][] found = new float[units.size()][];
        UnitColumns.forEach(List.of(layer(0), layer(1)), units, (place, column) -> found[place] = column);
        for (int i = 0; i < found.length; i++) {
            int base = (units.get(i).hook().equals("vision.1.mlp") ? 1000 : 0)
                    + units.get(i).index();
            float[] expected = new float[EXAMPLES];
            IntStream.range(0, EXAMPLES).forEach(e -> expected[e] = base + e / 10f);
            assertArrayEquals(expected, found[i], 1e-3f, units.get(i).toString());
        }
    }

    @Test
    void aHookPointThatIsNotThereIsSaid() {
        List<Unit> elsewhere = List.of(new Unit("vision.9.mlp", 0));
        List<Activations> layers = List.of(layer(0));
        assertThrows(
                IllegalArgumentException.class, () -> UnitColumns.forEach(layers, elsewhere, (place, column) -> {}));
    }
}
