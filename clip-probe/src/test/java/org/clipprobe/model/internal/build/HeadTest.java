package org.clipprobe.model.internal.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * An MLP between the token that is read out and the embedding is one more block. Made from the fixtures: relu(x) − relu(−x)
 * is x, so that the embedding stays what it was and the units are the embedding's positive and negative parts.
 */
class HeadTest {
    private static final int WIDTH = 24;
    private static final float EXACT = 1e-5f;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> isABlockOfItsOwn() {
        return Stream.of(
                DynamicTest.dynamicTest("vision", () -> check("visual.onnx", Modality.VISION)),
                DynamicTest.dynamicTest("text", () -> check("textual.onnx", Modality.TEXT)));
    }

    private void check(String file, Modality modality) throws Exception {
        Path source = Runs.MODELS.resolve("openai-vit").resolve(file);
        List<HookPoint> before = TowerGraph.read(source).hookPoints(modality);
        TowerGraph graph = TowerGraph.read(withHead(source, folder.resolve(file)));
        String block = modality.prefix() + "."
                + before.stream().filter(point -> point.name().endsWith(".mlp")).count();

        assertEquals(before.size() + 2, graph.hookPoints(modality).size(), () -> "found " + graph.hookPoints(modality));
        Map<String, Runs.Output> pooled = Runs.captureAll(graph, modality, Pooling.TOKEN, "openai-vit");
        Runs.Output units = pooled.get(block + ".mlp");
        Runs.Output entering = pooled.get(block + ".mlp_pre");
        float[] embedding = pooled.get(modality.prefix() + ".embed").values();
        int examples = (int) units.shape()[0];
        assertEquals(2 * WIDTH, units.shape()[1]);
        for (int i = 0; i < examples; i++) {
            for (int unit = 0; unit < WIDTH; unit++) {
                float value = embedding[i * WIDTH + unit];
                near(value, entering.values()[i * 2 * WIDTH + unit]);
                near(Math.max(0, value), units.values()[i * 2 * WIDTH + unit]);
                near(Math.max(0, -value), units.values()[i * 2 * WIDTH + WIDTH + unit]);
            }
        }
    }

    private static void near(float expected, float found) {
        assertTrue(Math.abs(expected - found) < EXACT, () -> "expected " + expected + ", found " + found);
    }

    private static Path withHead(Path source, Path target) throws Exception {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(source)).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        String embedding = graph.getOutput(0).getName();
        graph.addInitializer(weights("up", WIDTH, 2 * WIDTH))
                .addInitializer(weights("down", 2 * WIDTH, WIDTH))
                .addNode(node("MatMul", "entering", embedding, Optional.of("up")))
                .addNode(node("Relu", "units", "entering", Optional.empty()))
                .addNode(node("MatMul", "leaving", "units", Optional.of("down")));
        graph.getOutputBuilder(0).setName("leaving");
        return Files.write(target, model.build().toByteArray());
    }

    private static NodeProto node(String type, String output, String input, Optional<String> weights) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(type)
                .setName(output)
                .addInput(input)
                .addOutput(output);
        weights.ifPresent(node::addInput);
        return node.build();
    }

    /** The identity, and beside or below it its negative. */
    private static TensorProto weights(String name, int rows, int columns) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.FLOAT_VALUE)
                .addDims(rows)
                .addDims(columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                boolean same = row % WIDTH == column % WIDTH;
                tensor.addFloatData(!same ? 0 : row == column ? 1 : -1);
            }
        }
        return tensor.build();
    }
}
