package org.clipprobe.concept.naming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.internal.Columns;
import org.clipprobe.concept.similarity.internal.Ranks;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final int CONCEPTS = 20;

    /** Each concept has four photographs and one drawing, both in two styles' names, with two variants each. */
    private static NamingInput input() {
        List<String> sources = new ArrayList<>();
        List<Integer> concept = new ArrayList<>();
        List<Integer> facet = new ArrayList<>();
        for (int c = 0; c < CONCEPTS; c++) {
            for (String style : List.of("drawing/pen", "photo/a", "photo/b", "photo/c", "photo/d")) {
                for (int variant = 0; variant < 2; variant++) {
                    sources.add("c" + c + "/" + style);
                    concept.add(c);
                    facet.add(style.startsWith("photo") ? 1 : 0);
                }
            }
        }
        List<String> names = List.copyOf(new TreeSet<>(sources));
        ConceptSet set = Samples.set(CONCEPTS);
        Labels labels = new Labels(
                set.texts(),
                Facet.all("drawing", "photo"),
                concept.stream().mapToInt(i -> i).toArray(),
                facet.stream().mapToInt(i -> i).toArray(),
                names,
                sources.stream().mapToInt(names::indexOf).toArray());
        Embeddings texts = Samples.directions(CONCEPTS, 8, new Random(0));
        Embeddings examples = Samples.examples(texts, labels.concept(), 1, new Random(1));
        float[][] values = new float[sources.size()][1];
        for (int e = 0; e < values.length; e++) {
            values[e][0] = e;
        }
        return new NamingInput(
                List.of(Samples.layer("vision.0.mlp", values)), examples, texts, set, Optional.of(labels));
    }

    @Test
    void noSourceIsInBothHalves() {
        NamingInput input = input();
        for (int seed = 0; seed < 10; seed++) {
            Sources sources = Sources.of(input, seed);
            Labels known = sources.known(input).labels().orElseThrow();
            Labels heldOut = sources.heldOut(input).labels().orElseThrow();
            Set<String> both = new HashSet<>(known.sources());
            both.retainAll(new HashSet<>(heldOut.sources()));
            assertEquals(Set.of(), both);
            assertEquals(5 * CONCEPTS, known.examples() + heldOut.examples());
            for (int c = 0; c < CONCEPTS; c++) {
                int concept = c;
                long photos = IntStream.range(0, known.examples())
                        .filter(s -> known.concept()[s] == concept && known.facet()[s] == 1)
                        .count();
                assertEquals(2, photos, "two of four photographs choose");
            }
        }
    }

    @Test
    void withoutLabelsVariantsOfOneSourceStayTogether() {
        NamingInput labelled = input();
        NamingInput input = new NamingInput(
                labelled.layers(),
                labelled.examples(),
                labelled.concepts(),
                labelled.set(),
                Optional.empty(),
                labelled.source());
        Sources sources = Sources.of(input, 1);
        assertEquals(5 * CONCEPTS, sources.knownCount() + sources.heldOutCount());
        float[] means = sources.known(Columns.of(input.layers().get(0), 0));
        for (int s = 0; s < means.length; s++) {
            assertEquals(sources.examples()[s] + 0.5f, means[s]);
        }
    }

    @Test
    void aSourceIsTheMeanOfItsVariants() {
        NamingInput input = input();
        Sources sources = Sources.of(input, 3);
        float[] column = Columns.of(input.layers().get(0), 0);
        float[] means = sources.known(column);
        int[] shown = sources.examples();
        for (int s = 0; s < means.length; s++) {
            assertEquals(shown[s] + 0.5f, means[s]);
        }
        assertArrayEquals(means, Columns.of(sources.known(input).layers().get(0), 0));
    }

    @Test
    void sourcesAreExchangedWithinFacetAndStyle() {
        NamingInput input = input();
        Sources sources = Sources.of(input, 0);
        Labels heldOut = sources.heldOut(input).labels().orElseThrow();
        int[] strata = sources.strata();
        for (int a = 0; a < strata.length; a++) {
            for (int b = 0; b < strata.length; b++) {
                if (strata[a] == strata[b]) {
                    assertEquals(heldOut.facet()[a], heldOut.facet()[b]);
                }
            }
        }
        assertTrue(IntStream.of(strata).distinct().count() >= 2);
    }

    @Test
    void pIsThatOfAllExchanges() {
        // One of five in its stratum is the highest: one exchange of five is as high.
        SourceShuffles shuffles = new SourceShuffles(new int[] {0, 0, 0, 0, 0, 1, 1, 1}, 9_999);
        int[] ranks = Ranks.of(new float[] {5, 1, 2, 3, 4, 9, 8, 7});
        assertEquals(0.2, shuffles.p(ranks, new int[] {0}, 1), 0.05);
        assertEquals(0.1, shuffles.p(ranks, new int[] {0, 4}, 1), 0.03);
        assertEquals(1.0 / 15, shuffles.p(ranks, new int[] {0, 5}, 1), 0.02);
        assertEquals(1, shuffles.p(ranks, new int[] {1}, 1));
    }

    /** Under the null, p of 0.05 or less has a share of 0.05, however many draws it took. */
    @Test
    void pIsUniformUnderTheNull() {
        Random random = new Random(7);
        SourceShuffles shuffles = new SourceShuffles(new int[60], 1_999);
        int low = 0;
        int trials = 4_000;
        for (int trial = 0; trial < trials; trial++) {
            float[] values = new float[60];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            low += shuffles.p(Ranks.of(values), new int[] {3, 8, 40}, trial) <= 0.05 ? 1 : 0;
        }
        assertEquals(0.05, low / (double) trials, 0.0105);
    }
}
