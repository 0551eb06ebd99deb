package org.clipprobe.concept.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.concept.similarity.internal.Ranks;

/** Which examples the labels say are wanted, facet by facet; none where the labels do not know what is wanted. */
final class WantedExamples {
    private record FacetExamples(String facet, int[] positives, int[] negatives) {}

    private final List<FacetExamples> facets;

    private WantedExamples(List<FacetExamples> facets) {
        this.facets = facets;
    }

    static WantedExamples of(Optional<Labels> labels, SearchQuery query) {
        Optional<int[]> wanted = labels.flatMap(query.wanted()::labels);
        Optional<int[]> against = labels.flatMap(query.against()::labels);
        if (wanted.isEmpty() || against.isEmpty()) {
            return new WantedExamples(List.of());
        }
        List<FacetExamples> facets = new ArrayList<>();
        for (int f = 0; f < labels.get().facets().size(); f++) {
            Facet facet = labels.get().facets().get(f);
            if (!facet.isControl()) {
                int[] positives = examples(labels.get(), f, wanted.get(), true);
                int[] negatives = against.get().length == 0
                        ? examples(labels.get(), f, wanted.get(), false)
                        : examples(labels.get(), f, against.get(), true);
                facets.add(new FacetExamples(facet.name(), positives, negatives));
            }
        }
        return new WantedExamples(facets.stream()
                .filter(facet -> facet.positives().length > 0 && facet.negatives().length > 0)
                .toList());
    }

    /** Per facet, how a unit with these activations tells wanted examples from others. */
    List<FacetAuc> areas(float[] activations) {
        return facets.stream().map(facet -> area(activations, facet)).toList();
    }

    private static FacetAuc area(float[] activations, FacetExamples facet) {
        int positives = facet.positives().length;
        float[] values = new float[positives + facet.negatives().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = activations[i < positives ? facet.positives()[i] : facet.negatives()[i - positives]];
        }
        int[] first = IntStream.range(0, positives).toArray();
        double auc = Ranks.auc(Ranks.of(values), 0, values.length, first);
        return new FacetAuc(facet.facet(), positives, facet.negatives().length, auc);
    }

    private static int[] examples(Labels labels, int facet, int[] concepts, boolean among) {
        return IntStream.range(0, labels.examples())
                .filter(e -> labels.facet()[e] == facet && labels.concept()[e] != Labels.NONE)
                .filter(e -> Arrays.stream(concepts).anyMatch(c -> c == labels.concept()[e]) == among)
                .toArray();
    }

    /** "A spider" and "the spider" are about "spider". */
    static String bare(String prompt) {
        return Membership.plain(prompt).replaceFirst("^(an?|the) ", "");
    }
}
