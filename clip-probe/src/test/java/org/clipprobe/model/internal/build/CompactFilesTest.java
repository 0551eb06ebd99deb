package org.clipprobe.model.internal.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Half-precision and 8-bit files have the hook points of the file they were made from, near its values. */
class CompactFilesTest {
    /** Largest difference, as a share of the golden's largest value: fp16 keeps 11 bits, int8 about 7. */
    private static final float HALF = 0.01f;

    private static final float EIGHT_BIT = 0.06f;

    @TestFactory
    Stream<DynamicTest> hookPointsAreNearTheirGoldens() {
        return Stream.of(Modality.values())
                .flatMap(modality -> Stream.of("_fp16", "_quantized")
                        .map(variant ->
                                DynamicTest.dynamicTest(modality.prefix() + variant, () -> check(modality, variant))));
    }

    private static void check(Modality modality, String variant) throws Exception {
        TowerGraph plain = read(modality, "");
        TowerGraph compact = read(modality, variant);
        float most = variant.equals("_fp16") ? HALF : EIGHT_BIT;
        assertEquals(plain.hookPoints(modality), compact.hookPoints(modality));
        Map<String, Runs.Output> expected = Runs.captureAll(plain, modality, Pooling.NONE, "hf-optimum");
        Map<String, Runs.Output> found = Runs.captureAll(compact, modality, Pooling.NONE, "hf-optimum");
        expected.forEach((name, output) ->
                assertArrayEquals(output.values(), found.get(name).values(), most * largest(output.values()), name));
        Intervention nothing = new Intervention.Scale(
                "%s.1.mlp".formatted(modality.prefix()), List.of(0), 1, Intervention.Positions.ALL);
        assertArrayEquals(
                Runs.embedding(compact, modality, List.of(), "hf-optimum").values(),
                Runs.embedding(compact, modality, List.of(nothing), "hf-optimum")
                        .values(),
                1e-3f);
    }

    private static TowerGraph read(Modality modality, String variant) throws IOException {
        return TowerGraph.read(
                Runs.MODELS.resolve("hf-optimum/onnx/" + modality.prefix() + "_model" + variant + ".onnx"));
    }

    private static float largest(float[] values) {
        float most = 0;
        for (float value : values) {
            most = Math.max(most, Math.abs(value));
        }
        assertTrue(most > 0);
        return most;
    }
}
