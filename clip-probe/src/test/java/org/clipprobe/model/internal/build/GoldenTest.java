package org.clipprobe.model.internal.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.internal.Npy;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every hook point equals what a PyTorch forward hook saw there, in every exporter's files. */
class GoldenTest {
    private static final float EXACT = 1e-5f;

    record File(String model, String path, Modality modality) {}

    static final List<File> FILES = List.of(
            new File("hf-optimum", "onnx/vision_model.onnx", Modality.VISION),
            new File("hf-optimum", "onnx/text_model.onnx", Modality.TEXT),
            new File("hf-optimum", "onnx/model.onnx", Modality.VISION),
            new File("hf-optimum", "onnx/model.onnx", Modality.TEXT),
            new File("hf-joint", "model.onnx", Modality.VISION),
            new File("hf-joint", "model.onnx", Modality.TEXT),
            new File("hf-dynamo", "vision_model.onnx", Modality.VISION),
            new File("hf-dynamo", "text_model.onnx", Modality.TEXT),
            new File("ort-optimised", "vision_model.onnx", Modality.VISION),
            new File("ort-optimised", "text_model.onnx", Modality.TEXT),
            new File("openai-vit", "visual.onnx", Modality.VISION),
            new File("openai-vit", "textual.onnx", Modality.TEXT),
            new File("openai-rn", "visual.onnx", Modality.VISION),
            new File("openai-rn", "textual.onnx", Modality.TEXT),
            new File("open_clip", "visual/model.onnx", Modality.VISION),
            new File("open_clip", "textual/model.onnx", Modality.TEXT),
            new File("siglip", "onnx/vision_model.onnx", Modality.VISION),
            new File("siglip", "onnx/text_model.onnx", Modality.TEXT));

    static TowerGraph read(File file) throws IOException {
        return TowerGraph.read(Runs.MODELS.resolve(file.model()).resolve(file.path()));
    }

    @TestFactory
    Stream<DynamicTest> hookPointsEqualTheirGoldens() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (File file : FILES) {
            TowerGraph graph = read(file);
            Map<String, Runs.Output> outputs = Runs.captureAll(graph, file.modality(), Pooling.NONE, file.model());
            for (String name : goldens(file)) {
                tests.add(DynamicTest.dynamicTest(file.path() + " of " + file.model() + ": " + name, () -> {
                    Npy golden = canonical(Runs.golden(file.model(), name), file, name);
                    Runs.Output output = outputs.get(name.replace(".last", ""));
                    assertArrayEquals(golden.shape(), output.shape());
                    ignorePadding(file, graph, golden, output);
                    assertArrayEquals(golden.floats(), output.values(), EXACT * scale(golden));
                }));
            }
        }
        return tests.stream();
    }

    private static List<String> goldens(File file) throws IOException {
        try (Stream<Path> files = Files.list(Runs.MODELS.resolve(file.model()).resolve("golden"))) {
            List<String> names = files.map(path -> path.getFileName().toString().replace(".npy", ""))
                    .filter(name -> name.startsWith(file.modality().prefix() + "."))
                    .sorted()
                    .toList();
            assertFalse(names.isEmpty());
            return names;
        }
    }

    /** A text tower without a mask as input cannot leave padding out; behind the end token it differs, and may. */
    private static void ignorePadding(File file, TowerGraph graph, Npy golden, Runs.Output output) throws IOException {
        boolean masked = graph.inputs(file.modality()).stream()
                .anyMatch(input -> input.role() == TowerInput.Role.ATTENTION_MASK);
        if (masked || !file.model().equals("hf-dynamo") || file.modality() == Modality.VISION) {
            return;
        }
        long[] mask = Runs.golden(file.model(), "attention_mask").longs();
        int units = golden.floats().length / mask.length;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] == 0) {
                Arrays.fill(golden.floats(), i * units, (i + 1) * units, 0);
                Arrays.fill(output.values(), i * units, (i + 1) * units, 0);
            }
        }
    }

    private static float scale(Npy golden) {
        float most = 1;
        for (float value : golden.floats()) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }

    private static Npy canonical(Npy golden, File file, String name) {
        if (name.endsWith("attn_pattern")) {
            return byQuery(golden);
        }
        boolean tokensFirst = file.model().toLowerCase(Locale.ROOT).startsWith("openai");
        return golden.shape().length == 4 ? golden.channelsLast() : tokensFirst ? golden.batchFirst() : golden;
    }

    /** {@code [batch, heads, queries, keys]} to {@code [batch, queries, heads × keys]}. */
    private static Npy byQuery(Npy golden) {
        int batch = (int) golden.shape()[0];
        int heads = (int) golden.shape()[1];
        int tokens = (int) golden.shape()[2];
        float[] result = new float[golden.floats().length];
        for (int b = 0; b < batch; b++) {
            for (int h = 0; h < heads; h++) {
                for (int q = 0; q < tokens; q++) {
                    int from = ((b * heads + h) * tokens + q) * tokens;
                    System.arraycopy(golden.floats(), from, result, ((b * tokens + q) * heads + h) * tokens, tokens);
                }
            }
        }
        return new Npy(new long[] {batch, tokens, (long) heads * tokens}, result, golden.longs());
    }
}
