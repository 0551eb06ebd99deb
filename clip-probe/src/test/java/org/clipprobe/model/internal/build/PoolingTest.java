package org.clipprobe.model.internal.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.Intervention.Positions;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.internal.Npy;
import org.clipprobe.model.internal.build.GoldenTest.File;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is pooled inside the graph is what pooling the unpooled values gives, at every hook point of every file. */
class PoolingTest {
    @TestFactory
    Stream<DynamicTest> pooledInsideEqualsPooledOutside() {
        return GoldenTest.FILES.stream()
                .map(file -> DynamicTest.dynamicTest(file.path() + " of " + file.model(), () -> check(file)));
    }

    private static void check(File file) throws Exception {
        TowerGraph graph = GoldenTest.read(file);
        List<HookPoint> points = graph.hookPoints(file.modality());
        assertFalse(points.isEmpty());
        List<Capture> captures = points.stream()
                .flatMap(point -> Stream.of(Pooling.values())
                        .filter(pooling -> pooling != Pooling.TOKEN || point.token())
                        .map(pooling -> new Capture(point, pooling)))
                .toList();
        BuiltGraph built = graph.build(file.modality(), captures, List.of(), true);
        Map<String, Runs.Output> outputs = Runs.run(built, file.model());
        Runs.Output whole = new Runs.Output(new long[0], new float[0]);
        for (int i = captures.size() - 1; i >= 0; i--) {
            Capture capture = captures.get(i);
            Runs.Output output = outputs.get(built.captureOutputs().get(i));
            if (capture.pooling() == Pooling.NONE) {
                whole = output;
                assertEquals(3, output.shape().length, capture.toString());
                assertEquals(capture.at().units(), output.shape()[2], capture.toString());
            } else {
                int token = tokens(file);
                for (int example = 0; example < output.shape()[0]; example++) {
                    checkExample(capture, whole, output, example, token < 0 ? eot(file, example) : token);
                }
            }
        }
    }

    private static int tokens(File file) {
        return file.modality() == Modality.VISION ? 0 : file.model().equals("siglip") ? 15 : -1;
    }

    /** The first end-of-text token, which has the largest id. */
    private static int eot(File file, int example) throws Exception {
        Npy ids = Runs.golden(file.model(), "input_ids");
        int length = (int) ids.shape()[1];
        int best = 0;
        for (int i = 0; i < length; i++) {
            best = ids.longs()[example * length + i] > ids.longs()[example * length + best] ? i : best;
        }
        return best;
    }

    private static void checkExample(Capture capture, Runs.Output whole, Runs.Output pooled, int example, int token) {
        int positions = (int) whole.shape()[1];
        int units = (int) whole.shape()[2];
        for (int unit = 0; unit < units; unit++) {
            double sum = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int position = 0; position < positions; position++) {
                float value = whole.values()[(example * positions + position) * units + unit];
                sum += value;
                most = Math.max(most, value);
            }
            int at = positions == 1 ? 0 : token;
            double expected = switch (capture.pooling()) {
                case MAX -> most;
                case MEAN -> sum / positions;
                default -> whole.values()[(example * positions + at) * units + unit];
            };
            double tolerance = capture.pooling() == Pooling.MEAN ? 1e-5 * Math.max(1, Math.abs(most)) : 0;
            assertEquals(expected, pooled.values()[example * units + unit], tolerance, capture.toString());
        }
    }

    @TestFactory
    Stream<DynamicTest> whatIsSetIsRead() {
        return GoldenTest.FILES.stream()
                .map(file -> DynamicTest.dynamicTest(file.path() + " of " + file.model(), () -> {
                    TowerGraph graph = GoldenTest.read(file);
                    Map<String, Runs.Output> before =
                            Runs.captureAll(graph, file.modality(), Pooling.TOKEN, file.model());
                    for (HookPoint point : graph.hookPoints(file.modality())) {
                        boolean open =
                                point.name().startsWith("text") && point.name().endsWith("attn_pattern");
                        boolean later = point.name().matches(".*\\.[2-9]\\..*");
                        if (!open && !later) {
                            checkSet(
                                    file, graph, point, before.get(point.name()).values());
                        }
                    }
                }));
    }

    private static void checkSet(File file, TowerGraph graph, HookPoint point, float[] before) throws Exception {
        Pooling pooling = point.token() ? Pooling.TOKEN : Pooling.MAX;
        Positions positions = point.token() ? Positions.TOKEN : Positions.ALL;
        Capture capture = new Capture(point, pooling);
        int unit = point.units() - 1;
        BuiltGraph built = graph.build(
                file.modality(),
                List.of(capture),
                List.of(
                        new Intervention.Set(point.name(), List.of(unit), 100, positions),
                        new Intervention.Scale(point.name(), List.of(unit), 0.5f, positions)),
                false);
        float[] after =
                Runs.run(built, file.model()).get(built.captureOutputs().get(0)).values();
        boolean head = point.name().endsWith(".head");
        for (int i = unit; i < before.length; i += point.units()) {
            before[i] = head ? after[i] : 50;
            assertTrue(after[i] >= 50 - 1e-3, point.name());
        }
        assertArrayEquals(before, after, 1e-5f, point.name());
    }

    @Test
    void aResNetHasNoToken() throws Exception {
        TowerGraph graph = TowerGraph.read(Runs.MODELS.resolve("openai-rn/visual.onnx"));
        HookPoint layer = Runs.hook(graph, Modality.VISION, "vision.layer2");
        assertFalse(layer.token());
        assertThrows(
                ModelException.class,
                () -> graph.build(Modality.VISION, List.of(new Capture(layer, Pooling.TOKEN)), List.of(), false));
    }

    @Test
    void nothingBehindTheLastCaptureIsKept() throws Exception {
        TowerGraph graph = TowerGraph.read(Runs.MODELS.resolve("hf-optimum/onnx/model.onnx"));
        Capture first = new Capture(Runs.hook(graph, Modality.VISION, "vision.0.mlp"), Pooling.MAX);
        BuiltGraph small = graph.build(Modality.VISION, List.of(first), List.of(), false);
        BuiltGraph whole = graph.build(Modality.VISION, List.of(first), List.of(), true);
        assertEquals(
                List.of("pixel_values"),
                small.inputs().stream().map(TowerInput::name).toList());
        assertTrue(small.onnx().length < whole.onnx().length / 2);
        assertFalse(names(small).contains("Erf"));
        assertEquals(
                1,
                names(small).stream().filter("Sigmoid"::equals).count(),
                () -> names(small).toString());
        assertEquals(3, names(whole).stream().filter("Sigmoid"::equals).count());
    }

    private static List<String> names(BuiltGraph built) {
        try {
            return ModelProto.parseFrom(built.onnx()).getGraph().getNodeList().stream()
                    .map(node -> node.getOpType())
                    .toList();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
