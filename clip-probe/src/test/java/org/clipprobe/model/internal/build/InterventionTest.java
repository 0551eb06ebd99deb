package org.clipprobe.model.internal.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.Intervention.Positions;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Interventions change the embedding as the same change in a PyTorch forward hook does. */
class InterventionTest {
    private static final float EXACT = 1e-5f;

    @TestFactory
    Stream<DynamicTest> embeddingsEqualTheirGoldens() throws IOException {
        List<Float> direction = new ArrayList<>();
        for (float value :
                Runs.golden("hf-optimum", "do.add-vision.1.resid.vector").floats()) {
            direction.add(value);
        }
        Map<String, Intervention> changes = Map.of(
                "zero-vision.1.mlp.7", new Intervention.Set("vision.1.mlp", List.of(7), 0, Positions.ALL),
                "scale3-vision.1.mlp.7", new Intervention.Scale("vision.1.mlp", List.of(7), 3, Positions.ALL),
                "set2.5-vision.2.mlp.0+100",
                        new Intervention.Set("vision.2.mlp", List.of(0, 100), List.of(2.5f, 2.5f), Positions.ALL),
                "zero-vision.1.head.2", new Intervention.Set("vision.1.head", List.of(2), 0, Positions.ALL),
                "zero-cls-vision.1.head.2", new Intervention.Scale("vision.1.head", List.of(2), 0, Positions.TOKEN),
                "add-vision.1.resid", new Intervention.Add("vision.1.resid", direction, Positions.ALL));
        return Stream.of("onnx/vision_model.onnx", "onnx/model.onnx")
                .flatMap(file -> changes.entrySet().stream()
                        .map(change -> DynamicTest.dynamicTest(
                                file + " " + change.getKey(), () -> check(file, change.getKey(), change.getValue()))));
    }

    private static void check(String file, String golden, Intervention change) throws Exception {
        TowerGraph graph = TowerGraph.read(Runs.MODELS.resolve("hf-optimum").resolve(file));
        Runs.Output output = Runs.embedding(graph, Modality.VISION, List.of(change), "hf-optimum");
        assertArrayEquals(Runs.golden("hf-optimum", "do." + golden).floats(), output.values(), EXACT);
    }

    @TestFactory
    Stream<DynamicTest> embeddingsWithoutInterventionsEqualTheirGoldens() {
        return GoldenTest.FILES.stream()
                .map(file -> DynamicTest.dynamicTest(file.path() + " of " + file.model(), () -> {
                    TowerGraph graph = GoldenTest.read(file);
                    String golden = file.modality() == Modality.VISION ? "image_embeds" : "text_embeds";
                    assertArrayEquals(
                            Runs.golden(file.model(), golden).floats(),
                            Runs.embedding(graph, file.modality(), List.of(), file.model())
                                    .values(),
                            EXACT);
                }));
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        TowerGraph graph = TowerGraph.read(Runs.MODELS.resolve("hf-optimum/onnx/vision_model.onnx"));
        for (Intervention wrong : List.of(
                new Intervention.Set("vision.9.mlp", List.of(0), 0, Positions.ALL),
                new Intervention.Set("vision.1.mlp", List.of(192), 0, Positions.ALL),
                new Intervention.Add("vision.1.mlp", List.of(1f), Positions.ALL))) {
            assertThrows(ModelException.class, () -> graph.build(Modality.VISION, List.of(), List.of(wrong), true));
        }
    }

    @Test
    void theFileIsNotTouched() throws Exception {
        var file = Runs.MODELS.resolve("hf-optimum/onnx/vision_model.onnx");
        byte[] before = Files.readAllBytes(file);
        TowerGraph graph = TowerGraph.read(file);
        Runs.embedding(
                graph,
                Modality.VISION,
                List.of(new Intervention.Set("vision.1.mlp", List.of(7), 0, Positions.ALL)),
                "hf-optimum");
        assertArrayEquals(before, Files.readAllBytes(file));
    }
}
