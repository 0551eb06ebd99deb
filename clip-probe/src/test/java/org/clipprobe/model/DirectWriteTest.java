package org.clipprobe.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What units are said to write into the embedding is what changing them writes there. */
class DirectWriteTest {
    private static final float SIZE = 20;
    private static final double EXACT = 2e-4;

    /** One example's read-out token behind a block, and its embedding before it is brought to length 1. */
    private record State(float[] stream, float[] embedding) {
        double deviation(double epsilon) {
            double mean = 0;
            double squares = 0;
            for (float value : stream) {
                mean += value / (double) stream.length;
                squares += value / (double) stream.length * value;
            }
            return Math.sqrt(squares - mean * mean + epsilon);
        }
    }

    /** A tower of a fixture, on the fixture's own inputs. */
    private record Tower(String model, ClipModel opened, boolean vision) {
        List<HookPoint> hooks() throws ModelException {
            return vision
                    ? opened.requireVision().hookPoints()
                    : opened.requireText().hookPoints();
        }

        HookPoint hook(String name) throws ModelException {
            String full = (vision ? "vision." : "text.") + name;
            return vision
                    ? opened.requireVision().hookPoint(full)
                    : opened.requireText().hookPoint(full);
        }

        Optional<DirectWrite> write(String name) throws ModelException {
            return vision
                    ? opened.requireVision().directWrite(hook(name))
                    : opened.requireText().directWrite(hook(name));
        }

        int last() throws ModelException {
            return (int) hooks().stream()
                            .filter(hook -> hook.name().endsWith(".mlp"))
                            .count()
                    - 1;
        }

        /** The last example's state behind a block when {@code size} is added to a unit at the token that is read out. */
        State with(String at, int unit, float size, int block) throws IOException {
            HookPoint changed = hook(at);
            Float[] direction = new Float[changed.units()];
            Arrays.fill(direction, 0f);
            direction[unit] = size;
            List<Intervention> change =
                    List.of(new Intervention.Add(changed.name(), List.of(direction), Intervention.Positions.TOKEN));
            List<Capture> captures = List.of(
                    new Capture(hook(block + ".resid"), Pooling.TOKEN),
                    new Capture(hook("embed"), hook("embed").token() ? Pooling.TOKEN : Pooling.MAX));
            TowerOutput output;
            if (vision) {
                try (VisionSession session = opened.requireVision().open(captures, change)) {
                    output = session.run(Fixtures.golden(model, "pixel_values").floats(), 3);
                }
            } else {
                try (TextSession session = opened.requireText().open(captures, change)) {
                    output = session.run(Fixtures.prompts(model));
                }
            }
            return new State(
                    lastRow(output.captured().get(0)), lastRow(output.captured().get(1)));
        }

        private static float[] lastRow(Captured captured) {
            int units = captured.shape()[captured.shape().length - 1];
            float[] values = captured.values();
            return Arrays.copyOfRange(values, values.length - units, values.length);
        }
    }

    /**
     * In the last block a unit's step moves the embedding times the stream's standard deviation along a straight line, but for
     * a direction that the normalisation's bias gives, which two opposite steps cancel.
     */
    @ParameterizedTest
    @CsvSource({
        "hf-optimum, true, 1e-5",
        "hf-optimum, false, 1e-5",
        "hf-joint, true, 1e-5",
        "hf-joint, false, 1e-5",
        "hf-dynamo, true, 1e-5",
        "hf-dynamo, false, 1e-5",
        "openai-vit, true, 1e-5",
        "openai-vit, false, 1e-5",
        "openai-rn, false, 1e-5",
        "open_clip, true, 1e-5",
        "open_clip, false, 1e-5",
        "ort-optimised, true, 1e-5",
        "ort-optimised, false, 1e-5",
        "siglip, false, 1e-6"
    })
    void equalsWhatAStepOfTheUnitWrites(String model, boolean vision, double epsilon) throws IOException {
        try (ClipModel opened = ClipModel.open(Fixtures.MODELS.resolve(model))) {
            Tower tower = new Tower(model, opened, vision);
            int last = tower.last();
            State base = tower.with(last + ".mlp", 0, 0, last);
            DirectWrite write = tower.write(last + ".mlp").orElseThrow();
            for (int unit : new int[] {7, write.units() - 1}) {
                assertClose(stepped(tower, last + ".mlp", unit, base, epsilon), row(write, unit));
            }
            DirectWrite stream = tower.write(last + ".resid").orElseThrow();
            assertClose(stepped(tower, last + ".resid", 5, base, epsilon), row(stream, 5));
        }
    }

    private static double[] stepped(Tower tower, String at, int unit, State base, double epsilon) throws IOException {
        int last = tower.last();
        State up = tower.with(at, unit, SIZE, last);
        State down = tower.with(at, unit, -SIZE, last);
        double before = base.deviation(epsilon);
        double more = up.deviation(epsilon);
        double less = down.deviation(epsilon);
        double[] written = new double[base.embedding().length];
        for (int d = 0; d < written.length; d++) {
            double rise = up.embedding()[d] * more - base.embedding()[d] * before;
            double fall = down.embedding()[d] * less - base.embedding()[d] * before;
            written[d] = ((less - before) * rise - (more - before) * fall) / (SIZE * (less + more - 2 * before));
        }
        return written;
    }

    /** In every block a unit writes into the stream what its step adds there, and the stream is read out as at the end. */
    @ParameterizedTest
    @CsvSource({
        "hf-optimum, true",
        "openai-vit, false",
        "open_clip, true",
        "ort-optimised, true",
        "ort-optimised, false"
    })
    void earlierUnitsWriteThroughTheStream(String model, boolean vision) throws IOException {
        try (ClipModel opened = ClipModel.open(Fixtures.MODELS.resolve(model))) {
            Tower tower = new Tower(model, opened, vision);
            DirectWrite stream = tower.write("1.resid").orElseThrow();
            DirectWrite write = tower.write("1.mlp").orElseThrow();
            for (int unit : new int[] {3, 40}) {
                float[] before = tower.with("1.mlp", unit, 0, 1).stream();
                float[] after = tower.with("1.mlp", unit, SIZE, 1).stream();
                double[] expected = new double[stream.dimensions()];
                for (int i = 0; i < before.length; i++) {
                    for (int d = 0; d < expected.length; d++) {
                        expected[d] += (after[i] - before[i]) / SIZE * row(stream, i)[d];
                    }
                }
                assertClose(expected, row(write, unit));
            }
        }
    }

    /** What attention gives is added to the stream, scaled where the block scales it. */
    @Test
    void attentionWritesThroughTheStream() throws IOException {
        try (ClipModel opened = ClipModel.open(Fixtures.MODELS.resolve("hf-optimum"))) {
            Tower tower = new Tower("hf-optimum", opened, true);
            assertArrayEquals(
                    tower.write("0.resid").orElseThrow().values(),
                    tower.write("0.attn_out").orElseThrow().values(),
                    1e-6f);
        }
        try (ClipModel opened = ClipModel.open(Fixtures.MODELS.resolve("open_clip"))) {
            Tower tower = new Tower("open_clip", opened, true);
            DirectWrite stream = tower.write("0.resid").orElseThrow();
            DirectWrite scaled = tower.write("0.attn_out").orElseThrow();
            float factor = layerScale(Fixtures.MODELS.resolve("open_clip/visual/model.onnx"), 5);
            assertTrue(Math.abs(factor - 1) > 0.01, "the fixture's layer scale is " + factor);
            for (int d = 0; d < stream.dimensions(); d++) {
                assertEquals(factor * row(stream, 5)[d], row(scaled, 5)[d], 1e-5);
            }
        }
    }

    private static float layerScale(Path file, int unit) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getInitializerList().stream()
                .filter(weights -> weights.getName().equals("visual.transformer.resblocks.0.ls_1.gamma"))
                .map(weights -> weights.getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat(unit * Float.BYTES))
                .findFirst()
                .orElseThrow();
    }

    /** 16 and 8 bits: the same directions, as near as the weights are kept. */
    @ParameterizedTest
    @CsvSource({"fp16, true, 0.9999", "fp16, false, 0.9999", "quantized, true, 0.998", "quantized, false, 0.998"})
    void smallerVariantsWriteTheSame(String variant, boolean vision, double least) throws IOException {
        ModelOptions options = new ModelOptions(new Device.Cpu(), 1, Optional.of(variant));
        Path folder = Fixtures.MODELS.resolve("hf-optimum");
        try (ClipModel full = ClipModel.open(folder);
                ClipModel small = ClipModel.open(folder, options)) {
            for (String at : List.of("0.mlp", "2.mlp", "2.resid")) {
                DirectWrite expected = new Tower("", full, vision).write(at).orElseThrow();
                DirectWrite found = new Tower("", small, vision).write(at).orElseThrow();
                assertTrue(cosine(expected.values(), found.values()) > least, at);
            }
        }
    }

    @Test
    void isNotThereWhereTheWayIsNotLinear() throws IOException {
        try (ClipModel siglip = ClipModel.open(Fixtures.MODELS.resolve("siglip"));
                ClipModel resNet = ClipModel.open(Fixtures.MODELS.resolve("openai-rn"));
                ClipModel vit = ClipModel.open(Fixtures.MODELS.resolve("openai-vit"))) {
            Tower pooledByAttention = new Tower("siglip", siglip, true);
            assertFalse(pooledByAttention.write("1.mlp").isPresent());
            assertFalse(pooledByAttention.write("1.resid").isPresent());
            assertFalse(new Tower("openai-rn", resNet, true).write("layer4").isPresent());
            Tower plain = new Tower("openai-vit", vit, true);
            assertFalse(plain.write("1.mlp_pre").isPresent());
            assertFalse(plain.write("1.head").isPresent());
            DirectWrite embedding = plain.write("embed").orElseThrow();
            assertEquals(Collections.nCopies(embedding.units(), 1f), diagonal(embedding));
        }
    }

    private static List<Float> diagonal(DirectWrite write) {
        return IntStream.range(0, write.units())
                .mapToObj(unit -> write.values()[unit * (write.dimensions() + 1)])
                .toList();
    }

    private static double[] row(DirectWrite write, int unit) {
        double[] row = new double[write.dimensions()];
        for (int d = 0; d < row.length; d++) {
            row[d] = write.values()[unit * row.length + d];
        }
        return row;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengths = 0;
        double others = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengths += (double) a[i] * a[i];
            others += (double) b[i] * b[i];
        }
        return product / Math.sqrt(lengths * others);
    }

    private static void assertClose(double[] expected, double[] found) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertTrue(largest > 0);
        assertArrayEquals(expected, found, EXACT * largest);
    }
}
