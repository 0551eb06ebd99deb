package org.clipprobe.concept.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.naming.Samples;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.model.DirectWrite;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;

/** Two layers; in the second, unit u fires for concept u. */
class UnitSearchTest {
    private static final int CONCEPTS = 50;
    private static final int UNITS = 30;
    private static final Random RANDOM = new Random(5);
    private static final Embeddings ALL = Samples.directions(CONCEPTS + 2, 48, RANDOM);
    private static final Embeddings BACKGROUND =
            ALL.rows(IntStream.range(0, CONCEPTS).toArray());
    private static final int[] SHOWN = RANDOM.ints(1_500, 0, CONCEPTS + 2).toArray();
    private static final int[] FACET = RANDOM.ints(1_500, 0, 2).toArray();

    private static NamingInput background(boolean labelled) {
        Random random = new Random(6);
        Embeddings examples = Samples.examples(ALL, SHOWN, 1, random);
        float[][] noise = new float[SHOWN.length][10];
        float[][] values = new float[SHOWN.length][UNITS];
        for (int e = 0; e < SHOWN.length; e++) {
            for (int u = 0; u < UNITS; u++) {
                // Unit 29 fires for what is in no background set.
                int fires = u == 29 ? CONCEPTS : u;
                boolean also = u == 3 && SHOWN[e] == 4;
                values[e][u] = (float) ((SHOWN[e] == fires || also ? 3 : 0) + Math.abs(random.nextGaussian()));
                noise[e][u % 10] = (float) random.nextGaussian();
            }
        }
        List<Activations> layers = List.of(Samples.layer("vision.0.mlp", noise), Samples.layer("vision.1.mlp", values));
        List<String> names = Samples.set(CONCEPTS + 2).texts();
        Optional<Labels> labels =
                labelled ? Optional.of(new Labels(names, Facet.all("photo", "word"), SHOWN, FACET)) : Optional.empty();
        return new NamingInput(layers, examples, BACKGROUND, Samples.set(CONCEPTS), labels);
    }

    private static Prompts prompts(int... concepts) {
        return new Prompts(IntStream.of(concepts).mapToObj(c -> "a c" + c).toList(), ALL.rows(concepts));
    }

    private static Unit first(NamingInput background, SearchQuery query) {
        return UnitSearch.run(background, query, SoftWpmi.standard(), List.of(), Progress.none())
                .get(0)
                .unit();
    }

    @Test
    void findsPlantedUnitsWithAndWithoutLabels() {
        for (boolean labelled : new boolean[] {true, false}) {
            NamingInput background = background(labelled);
            for (int concept : new int[] {0, 7, 12, 28}) {
                Unit found = first(background, SearchQuery.of(prompts(concept)));
                assertEquals(new Unit("vision.1.mlp", concept), found);
            }
            assertEquals(new Unit("vision.1.mlp", 29), first(background, SearchQuery.of(prompts(CONCEPTS))));
        }
    }

    @Test
    void tellsTheEvidenceFacetByFacet() {
        List<UnitMatch> matches = UnitSearch.run(
                background(true), SearchQuery.of(prompts(7)), SoftWpmi.standard(), List.of(), Progress.none());
        assertEquals(40, matches.size());
        UnitMatch best = matches.get(0);
        assertEquals(
                List.of("photo", "word"),
                best.facets().stream().map(FacetAuc::facet).toList());
        for (FacetAuc facet : best.facets()) {
            assertTrue(facet.auc() > 0.9, facet.toString());
            assertTrue(facet.positives() > 5 && facet.negatives() > 500, facet.toString());
        }
        assertTrue(best.correlation() > 0.2);
        assertTrue(UnitSearch.run(
                        background(false), SearchQuery.of(prompts(7)), SoftWpmi.standard(), List.of(), Progress.none())
                .get(0)
                .facets()
                .isEmpty());
    }

    @Test
    void contrastsAndNegativesCount() {
        NamingInput background = background(false);
        // Unit 3 fires for 3 and 4, unit 4 for 4 alone.
        SearchQuery both = SearchQuery.of(prompts(3, 4));
        assertEquals(3, first(background, both).index());
        SearchQuery without = new SearchQuery(prompts(4), Prompts.none(), prompts(3));
        assertEquals(4, first(background, without).index());
        SearchQuery contrast = new SearchQuery(prompts(9), prompts(10), Prompts.none());
        List<UnitMatch> matches = UnitSearch.run(background, contrast, SoftWpmi.standard(), List.of(), Progress.none());
        assertEquals(9, matches.get(0).unit().index());
        assertEquals(10, matches.get(matches.size() - 1).unit().index());
    }

    @Test
    void directWritesAreInStandardDeviations() {
        float[] weights = new float[UNITS * 48];
        System.arraycopy(ALL.values(), 7 * 48, weights, 11 * 48, 48);
        DirectWrite write = new DirectWrite("vision.1.mlp", UNITS, 48, weights, new float[48]);
        List<UnitMatch> matches = UnitSearch.run(
                background(true), SearchQuery.of(prompts(7)), SoftWpmi.standard(), List.of(write), Progress.none());
        for (UnitMatch match : matches) {
            boolean known = match.unit().hook().equals("vision.1.mlp");
            assertEquals(known, match.write().isPresent());
            if (known && match.unit().index() == 11) {
                // One unit of n writes, the others do not: its z is √(n − 1).
                assertEquals(Math.sqrt(UNITS - 1), match.write().getAsDouble(), 1e-3);
            }
        }
        // Of a text unit the same is asked, and nothing else about it.
        DirectWrite text = new DirectWrite("text.1.mlp", UNITS, 48, weights, new float[48]);
        assertEquals(Math.sqrt(UNITS - 1), UnitSearch.writes(text, SearchQuery.of(prompts(7)))[11], 1e-3);
        assertThrows(
                IllegalArgumentException.class,
                () -> new DirectWrite("vision.1.mlp", 3, 4, new float[7], new float[4]));
    }

    @Test
    void aPromptThatIsABackgroundConceptIsNotScoredAgainstItself() {
        Prompts wanted = new Prompts(List.of("c7", "other", "otherwise"), ALL.rows(new int[] {7, CONCEPTS, CONCEPTS}));
        QueryColumns columns = QueryColumns.of(BACKGROUND, SearchQuery.of(wanted));
        assertEquals(CONCEPTS + 1, columns.concepts().rows());
        assertEquals(
                List.of(7, CONCEPTS, CONCEPTS),
                IntStream.of(columns.wanted()).boxed().toList());
    }

    @Test
    void everyPromptIsAskedForOnceAndNoneIsEmpty() {
        for (String twice : List.of("a c4", "C4", "the c4 ")) {
            Prompts same = new Prompts(List.of(twice), ALL.rows(new int[] {4}));
            for (SearchQueryOf query : List.<SearchQueryOf>of(
                    () -> new SearchQuery(prompts(4), same, Prompts.none()),
                    () -> new SearchQuery(prompts(4), Prompts.none(), same),
                    () -> new SearchQuery(prompts(3), same, prompts(4)))) {
                String said = assertThrows(IllegalArgumentException.class, query::make)
                        .getMessage();
                assertTrue(said.contains("expected every prompt once"), said);
            }
        }
        Prompts empty = new Prompts(List.of(" "), ALL.rows(new int[] {4}));
        assertThrows(IllegalArgumentException.class, () -> SearchQuery.of(empty));
    }

    /** Makes a query that cannot be. */
    private interface SearchQueryOf {
        SearchQuery make();
    }

    @Test
    void textUnitsMatchByTuning() {
        Random random = new Random(8);
        NamingInput background = background(true);
        Membership shown = Membership.of(background.labels().orElseThrow());
        int concepts = shown.concepts();
        float[][] values = new float[concepts][25];
        for (int c = 0; c < concepts; c++) {
            for (int t = 0; t < 25; t++) {
                values[c][t] = (float) (random.nextGaussian() / 4 + (t == 20 && c == 7 ? 4 : 0));
            }
        }
        Activations text = Samples.layer("text.1.mlp", values);
        Membership prompted = new Membership(
                concepts,
                IntStream.range(0, concepts).mapToObj(c -> new int[] {c}).toList());
        TuningMatches matches = new TuningMatches(shown, text, prompted, 1);
        TuningMatch found = matches.of(background.layers().get(1), 7, 3).get(0);
        assertEquals(new Unit("text.1.mlp", 20), found.text());
        assertTrue(found.correlation() > 0.8, found.toString());
        assertTrue(found.p() < 0.05, found.toString());
        assertTrue(matches.of(background.layers().get(0), 1, 1).get(0).p() > 0.05);
    }
}
