package org.clipprobe.concept.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.naming.Samples;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every similarity against its formula in float64 (src/test/python/concept/similarity_goldens.py). */
class SimilarityGoldenTest {
    private record Method(Similarity similarity, double tolerance) {}

    @TestFactory
    Stream<DynamicTest> equalTheFormulas() throws IOException {
        JsonNode golden;
        try (InputStream stream = SimilarityGoldenTest.class.getResourceAsStream("similarity.json")) {
            golden = new ObjectMapper().readTree(stream);
        }
        Activations layer = Samples.layer("vision.0.mlp", Samples.matrix(golden.get("activations")));
        float[][] values = Samples.matrix(golden.get("cosines"));
        Cosines cosines = Cosines.of(values.length, values[0].length, Samples.flat(values));
        return Stream.of(
                        new Method(SoftWpmi.standard(), 1e-4),
                        new Method(Wpmi.standard(), 1e-4),
                        new Method(new Cosine(), 1e-6),
                        new Method(new CosineCubed(), 1e-6),
                        new Method(RankReorder.standard(), 1e-6),
                        new Method(Auc.standard(), 1e-7))
                .map(method -> DynamicTest.dynamicTest(
                        method.similarity().key(), () -> check(golden, layer, cosines, method)));
    }

    private static void check(JsonNode golden, Activations layer, Cosines cosines, Method method) {
        JsonNode expected = golden.get("scores").get(method.similarity().key());
        int concepts = cosines.concepts();
        int[] all = IntStream.range(0, concepts).toArray();
        float[][] found = Naming.scores(List.of(layer), cosines, method.similarity(), all, Progress.none())
                .get(0);
        List<UnitNames> names = Naming.name(List.of(layer), cosines, method.similarity(), concepts, Progress.none())
                .get(0);
        for (int unit = 0; unit < layer.units(); unit++) {
            for (int concept = 0; concept < concepts; concept++) {
                double score = expected.get(unit).get(concept).asDouble();
                assertEquals(score, found[unit][concept], method.tolerance());
            }
            for (ScoredConcept name : names.get(unit).best()) {
                double score = expected.get(unit).get(name.concept()).asDouble();
                assertEquals(score, name.score(), method.tolerance());
            }
        }
    }
}
