package org.clipprobe.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.model.Capture;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.MannWhitney;
import org.junit.jupiter.api.Test;

class MultimodalProbeTest {
    private static final MultimodalOptions OPTIONS = new MultimodalOptions(0.2, 0.9, 20, 1);

    @Test
    void aFindingCarriesTheNumbersOfItsExamples() throws ProbeException {
        Planted planted = planted();
        Activations activations = planted.activations();
        Labels labels = planted.labels();
        float[] unit = new float[labels.examples()];
        activations.columns(0, 1, unit);
        Finding finding = planted.test(OPTIONS).findings().stream()
                .filter(f -> f.unit().index() == 0)
                .findFirst()
                .orElseThrow();
        assertEquals("vision.0.mlp:0", finding.unit().toString());
        assertEquals(
                List.of("drawing", "photo", "word"),
                finding.responses().stream().map(FacetResponse::facet).toList());
        MannWhitney mannWhitney = new MannWhitney();
        for (FacetResponse response : finding.responses()) {
            int facet = labels.facets().indexOf(new Facet(response.facet()));
            int concept = labels.concepts().indexOf(finding.concept());
            float[] x = values(unit, labels, facet, concept, true);
            float[] y = values(unit, labels, facet, concept, false);
            assertEquals(x.length, response.sources(), "every example is a source of its own");
            assertEquals(x.length, response.examples());
            assertEquals(y.length, response.otherSources());
            assertEquals(mannWhitney.greater(x, y).auc(), response.auc(), 1e-12);
            assertEquals(1 / 20.0, response.p(), "the first of 20 concepts, and never below");
            assertTrue(response.effect() > 4, "a mean of six strays less than the noise: " + response.effect());
            assertTrue(response.sdFromMean() > 2, "planted 4 standard deviations of the noise above it");
            assertTrue(response.sdFromZero() > response.sdFromMean(), "the mean of the unit is above zero");
        }
        assertEquals(
                finding.responses().stream()
                        .mapToDouble(FacetResponse::auc)
                        .min()
                        .orElseThrow(),
                finding.auc());
        assertEquals(
                finding.responses().stream()
                        .mapToDouble(FacetResponse::effect)
                        .min()
                        .orElseThrow(),
                finding.score());
        assertEquals(1 / 20.0, finding.p());
        assertTrue(finding.q() <= OPTIONS.fdr());
        assertEquals(List.of("drawing", "photo"), finding.heldOut());
        assertTrue(finding.redraws().isEmpty(), "words with one drawing each");
    }

    @Test
    void theSameInputGivesTheSameResultOnAnyNumberOfCores() throws Exception {
        Planted planted = planted();
        List<Activations> layers = List.of(planted.activations("vision.0.mlp"), planted.activations("vision.1.mlp"));
        MultimodalResult one = new ForkJoinPool(1)
                .submit(() -> MultimodalProbe.run(planted.labels(), layers, OPTIONS, Progress.none()))
                .get();
        MultimodalResult three = new ForkJoinPool(3)
                .submit(() -> MultimodalProbe.run(planted.labels(), layers, OPTIONS, Progress.none()))
                .get();
        assertEquals(one.toString(), three.toString());
    }

    @Test
    void whatOrderTheExamplesAreInDoesNotMatter() throws ProbeException {
        Planted planted = planted();
        Labels labels = planted.labels();
        int n = labels.examples();
        int[] order = IntStream.range(0, n).map(i -> (i * 7 + 3) % n).toArray();
        assertEquals(n, IntStream.of(order).distinct().count());
        Activations activations = planted.activations();
        int units = activations.units();
        float[] columns = new float[n * units];
        activations.columns(0, units, columns);
        float[] values = new float[n * units];
        for (int i = 0; i < n; i++) {
            for (int unit = 0; unit < units; unit++) {
                values[i * units + unit] = columns[unit * n + order[i]];
            }
        }
        Labels shuffled = new Labels(
                labels.concepts(),
                labels.facets(),
                IntStream.of(order).map(i -> labels.concept()[i]).toArray(),
                IntStream.of(order).map(i -> labels.facet()[i]).toArray(),
                labels.sources(),
                IntStream.of(order).map(i -> labels.source()[i]).toArray());
        MultimodalResult result = MultimodalProbe.run(
                shuffled, List.of(Activations.of(activations.capture(), n, values)), OPTIONS, Progress.none());
        MultimodalResult expected = planted.test(OPTIONS);
        assertEquals(
                expected.findings().stream()
                        .map(f -> f.unit() + f.concept() + f.score() + f.p() + f.q() + f.heldOut())
                        .toList(),
                result.findings().stream()
                        .map(f -> f.unit() + f.concept() + f.score() + f.p() + f.q() + f.heldOut())
                        .toList());
        assertEquals(expected.layers(), result.layers());
    }

    @Test
    void variantsOfOneSourceAreOneObservation() throws ProbeException {
        Planted planted = planted();
        Labels each = planted.labels();
        int concepts = each.concepts().size();
        Labels one = new Labels(
                each.concepts(),
                each.facets(),
                each.concept(),
                each.facet(),
                IntStream.range(0, concepts * each.facets().size())
                        .mapToObj(Integer::toString)
                        .toList(),
                IntStream.range(0, each.examples())
                        .map(i -> each.facet()[i] * concepts + each.concept()[i])
                        .toArray());
        MultimodalResult result = MultimodalProbe.run(one, List.of(planted.activations()), OPTIONS, Progress.none());
        Finding finding = result.findings().get(0);
        for (FacetResponse response : finding.responses()) {
            assertEquals(1, response.sources());
            assertEquals(6, response.examples());
            assertEquals(19, response.otherSources());
            assertEquals(1, response.auc());
        }
        assertTrue(finding.redraws().orElseThrow() > 10, "the strongest of 12 in most of 20 redraws");
    }

    @Test
    void aConceptWithoutAFacetIsNotTestedButItsExamplesAreNegatives() throws ProbeException {
        Labels labels = new Labels(
                List.of("a", "b", "c"), Facet.all("photo", "word"), new int[] {0, 0, 1, 1, 2}, new int[] {0, 1, 0, 1, 0
                });
        MultimodalResult result = run(labels, new float[] {3, 3, 1, 1, 2}, 1);
        assertEquals(
                List.of(true, true, false),
                result.concepts().stream().map(ConceptCount::tested).toList());
        assertEquals(List.of(1, 0), result.concepts().get(2).examples());
        assertEquals(2, result.layers().get(0).pairs());
        Finding nearest = result.nearMisses().get(0);
        assertEquals("a", nearest.concept());
        assertEquals(2, nearest.responses().get(0).otherSources());
        assertTrue(
                result.notes().toString().contains("1 of 3 concepts lack examples"),
                result.notes().toString());
        assertTrue(
                result.notes().toString().contains("use more than 5 concepts"),
                result.notes().toString());
        assertTrue(
                result.notes().toString().contains("single source"),
                result.notes().toString());
    }

    @Test
    void unitsWithoutVariationOrWithValuesThatAreNotFiniteAreLeftOutAndSaid() throws ProbeException {
        Labels labels = new Labels(
                List.of("a", "b"), Facet.all("photo", "word"), new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1});
        float[] values = {
            1, 5, Float.NaN, 1, //
            2, 5, 3, 2,
            3, 5, 4, Float.POSITIVE_INFINITY,
            4, 5, 5, 3
        };
        LayerResult layer = run(labels, values, 4).layers().get(0);
        assertEquals(1, layer.units());
        assertEquals(3, layer.untestedUnits());
        assertEquals(2, layer.pairs());
    }

    @Test
    void withoutWordsTheLastFacetIsHeldAgainstTheOthers() throws ProbeException {
        Planted planted = new Planted(1, 20, List.of("drawing", "photo"), 8);
        for (int i = 0; i < 10; i++) {
            planted.responding(i, 4, "photo", "drawing");
        }
        MultimodalResult result = planted.test(OPTIONS);
        assertEquals(10, result.layers().get(0).multimodalUnits());
        assertTrue(result.findings().stream().allMatch(f -> f.spelling().isEmpty()));
    }

    @Test
    void wordsOfOtherConceptsThatLookAlikeAreNearSpellings() throws ProbeException {
        Labels labels = new Labels(
                List.of("bat", "cat", "spider"), Facet.all("photo", "word"), new int[] {0, 1, 2, 0, 1, 2}, new int[] {
                    0, 0, 0, 1, 1, 1
                });
        MultimodalResult result = run(labels, new float[] {1, 2, 0, 1, 2, 0}, 1);
        Finding cat = result.nearMisses().stream()
                .filter(f -> f.concept().equals("cat"))
                .findFirst()
                .orElseThrow();
        assertEquals(new SpellingControl(1, 1, 1, 1, true), cat.spelling().orElseThrow());
        assertTrue(result.nearMisses().stream()
                .filter(f -> f.concept().equals("spider"))
                .allMatch(f -> f.spelling().isEmpty()));
    }

    @Test
    void aProbingSetThatCannotBeTestedIsRefusedWithWhatToDo() {
        int[] none = {};
        assertMessage("found none", new Labels(List.of(), List.of(), none, none));
        assertMessage(
                "at least 2 facets",
                new Labels(List.of("a", "b"), Facet.all("photo"), new int[] {0, 1}, new int[] {0, 0}));
        assertMessage(
                "at least 2 facets",
                new Labels(List.of("a", "b"), Facet.all("photo", "spelling"), new int[] {0, 1}, new int[] {0, 1}));
        assertMessage(
                "at least 2 concepts",
                new Labels(List.of("a"), Facet.all("photo", "word"), new int[] {0, 0}, new int[] {0, 1}));
        assertMessage(
                "found 0 of 2",
                new Labels(List.of("a", "b"), Facet.all("photo", "word"), new int[] {0, 1}, new int[] {0, 1}));
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        Labels labels = new Labels(List.of("a"), Facet.all("photo"), new int[] {0}, new int[] {0});
        assertThrows(
                IllegalArgumentException.class, () -> MultimodalProbe.run(labels, List.of(), OPTIONS, Progress.none()));
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> run(labels, new float[] {1, 2}, 1));
        assertTrue(wrong.getMessage().contains("expected 1 examples"), wrong.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> run(
                        new Labels(List.of("a"), Facet.all("photo"), new int[] {1}, new int[] {0}),
                        new float[] {1},
                        1));
        assertThrows(IllegalArgumentException.class, () -> new MultimodalOptions(0, 0.9, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new MultimodalOptions(0.1, 0.4, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new MultimodalOptions(0.1, 0.9, -1, 0));
    }

    private static Planted planted() {
        Planted planted = new Planted(11, 20, 6);
        for (int i = 0; i < 12; i++) {
            planted.responding(i, 4, "photo", "drawing", "word");
            planted.unit((c, facet) -> 0);
        }
        return planted;
    }

    private static void assertMessage(String part, Labels labels) {
        ProbeException refused = assertThrows(ProbeException.class, () -> run(labels, new float[labels.examples()], 1));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }

    private static MultimodalResult run(Labels labels, float[] values, int units) throws ProbeException {
        Capture capture = new Capture(new HookPoint("vision.0.mlp", units, true), Pooling.TOKEN);
        Activations activations = Activations.of(capture, values.length / units, values);
        return MultimodalProbe.run(labels, List.of(activations), OPTIONS, Progress.none());
    }

    private static float[] values(float[] unit, Labels labels, int facet, int concept, boolean of) {
        int[] rows = IntStream.range(0, unit.length)
                .filter(i -> labels.facet()[i] == facet && (labels.concept()[i] == concept) == of)
                .toArray();
        return SpellingCheck.pick(rows, unit, 0);
    }
}
