package org.clipprobe.concept.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.LabelAuc;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.concept.similarity.internal.Ranks;
import org.clipprobe.concept.simulation.Explanation;
import org.clipprobe.concept.simulation.Simulator;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.Correlation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** AUC, MAD and simulation against NumPy and SciPy (src/test/python/concept/name_goldens.py). */
class NameGoldenTest {
    private static JsonNode golden;
    private static Activations layer;
    private static Membership membership;
    private static NamingInput input;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream stream = NameGoldenTest.class.getResourceAsStream("names.json")) {
            golden = new ObjectMapper().readTree(stream);
        }
        layer = Samples.layer("vision.0.mlp", Samples.matrix(golden.get("activations")));
        int[] shown = indices(golden.get("shown"));
        Embeddings texts = embeddings(golden.get("texts"));
        ConceptSet set = Samples.set(texts.rows());
        // The last concept is no label.
        Labels labels =
                new Labels(set.texts().subList(0, texts.rows() - 1), Facet.all("photo"), shown, new int[shown.length]);
        membership = Membership.of(labels, set);
        input = new NamingInput(List.of(layer), embeddings(golden.get("images")), texts, set, Optional.of(labels));
    }

    @Test
    void qualityIsTheAucAndMadOfCosy() {
        for (int unit = 0; unit < layer.units(); unit++) {
            for (int concept = 0; concept < membership.concepts(); concept++) {
                float[] column = column(unit);
                int[] members = membership.members().get(concept);
                double auc = Ranks.auc(Ranks.of(column), 0, column.length, members);
                near(golden.get("auc").get(unit).get(concept), auc, 1e-12);
                near(golden.get("mad").get(unit).get(concept), Judge.difference(column, members), 1e-6);
            }
        }
    }

    @Test
    void labelAucIsThatOfTheLabels() {
        int[] all = IntStream.range(0, membership.concepts()).toArray();
        float[][] scores = Naming.scores(
                        List.of(layer), input.evidence(new LabelAuc()), new LabelAuc(), all, Progress.none())
                .get(0);
        List<UnitNames> names = Naming.name(
                        List.of(layer), input.evidence(new LabelAuc()), new LabelAuc(), 3, Progress.none())
                .get(0);
        for (int unit = 0; unit < layer.units(); unit++) {
            JsonNode expected = golden.get("auc").get(unit);
            for (int concept : all) {
                near(expected.get(concept), scores[unit][concept], 1e-7);
            }
            double best = StreamSupport.stream(expected.spliterator(), false)
                    .mapToDouble(JsonNode::asDouble)
                    .max()
                    .orElseThrow();
            assertEquals(best, names.get(unit).best().get(0).score(), 1e-7);
        }
    }

    @Test
    void simulationIsCalibratedOnKnownAndScoredOnHeldOutExamples() {
        int[] known = indices(golden.get("known"));
        int[] heldOut = IntStream.range(0, layer.examples())
                .filter(e -> IntStream.of(known).noneMatch(k -> k == e))
                .toArray();
        Simulator simulator = new Simulator(input.examples(), input.concepts(), known);
        for (JsonNode expected : golden.get("simulated")) {
            Explanation explanation = new Explanation(
                    IntStream.of(indices(expected.get("any"))).boxed().toList(),
                    IntStream.of(indices(expected.get("none"))).boxed().toList());
            float[] activations = column(expected.get("unit").asInt());
            double[] predicted = simulator.predict(explanation, activations);
            for (int e = 0; e < predicted.length; e++) {
                assertEquals(expected.get("predicted").get(e).asDouble(), predicted[e], 1e-5, explanation + " " + e);
            }
            assertEquals(expected.get("score").asDouble(), Correlation.of(predicted, activations, heldOut), 1e-5);
        }
        assertTrue(golden.get("simulated").size() >= 6);
    }

    private static float[] column(int unit) {
        float[] column = new float[layer.examples()];
        layer.columns(unit, unit + 1, column);
        return column;
    }

    /** A concept without examples has no measure. */
    private static void near(JsonNode expected, double found, double tolerance) {
        assertEquals(expected.isNull() ? Double.NaN : expected.asDouble(), found, tolerance);
    }

    private static Embeddings embeddings(JsonNode rows) {
        float[][] matrix = Samples.matrix(rows);
        return new Embeddings(matrix.length, matrix[0].length, Samples.flat(matrix));
    }

    private static int[] indices(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
