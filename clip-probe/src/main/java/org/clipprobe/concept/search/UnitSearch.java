package org.clipprobe.concept.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.similarity.Cosines;
import org.clipprobe.concept.similarity.Naming;
import org.clipprobe.concept.similarity.Similarity;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.concept.similarity.internal.Columns;
import org.clipprobe.model.DirectWrite;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.Correlation;

/** Finds the units that respond to prompts. */
public final class UnitSearch {
    private final NamingInput background;
    private final SearchQuery query;
    private final Similarity similarity;
    private final WantedExamples wantedExamples;
    private final double[] direction;
    private final double[] likeness;

    private UnitSearch(NamingInput background, SearchQuery query, Similarity similarity) {
        this.background = background;
        this.query = query;
        this.similarity = similarity;
        this.wantedExamples = WantedExamples.of(background.labels(), query);
        this.direction = direction(query, background.examples().dimensions());
        this.likeness = likeness(background.examples(), direction);
    }

    /**
     * Ranks all units of all layers. Where the probing set's labels know every wanted concept (and every one against
     * them), the units with the largest weakest facet AUC come first; elsewhere those with the largest score.
     *
     * @param background the layers, and the concepts that prompts are scored among
     * @param similarity how prompts are scored, {@link SoftWpmi#of} unless there is a reason
     * @param writes of the hook points whose weights are known
     * @return every unit, the best match first
     */
    public static List<UnitMatch> run(
            NamingInput background,
            SearchQuery query,
            Similarity similarity,
            List<DirectWrite> writes,
            Progress progress) {
        return new UnitSearch(background, query, similarity).matches(writes, progress);
    }

    private List<UnitMatch> matches(List<DirectWrite> writes, Progress progress) {
        List<double[]> scores = scores(progress);
        List<UnitMatch> matches = new ArrayList<>();
        for (int i = 0; i < background.layers().size(); i++) {
            Activations layer = background.layers().get(i);
            matches.addAll(Arrays.asList(layer(layer, scores.get(i), write(layer, writes))));
        }
        Comparator<UnitMatch> weakest =
                Comparator.comparingDouble(match -> -match.weakestAuc().orElse(0));
        matches.sort(weakest.thenComparingDouble(match -> -match.score()).thenComparing(UnitMatch::unit));
        return List.copyOf(matches);
    }

    private UnitMatch[] layer(Activations layer, double[] scores, double[] write) {
        UnitMatch[] matches = new UnitMatch[layer.units()];
        int[] all = IntStream.range(0, layer.examples()).toArray();
        Columns.forEach(layer, 0, layer.units(), (unit, columns, offset) -> {
            float[] column = Arrays.copyOfRange(columns, offset, offset + layer.examples());
            List<FacetAuc> facets = wantedExamples.areas(column);
            matches[unit] = new UnitMatch(
                    new Unit(layer.capture().at().name(), unit),
                    facets,
                    facets.stream().mapToDouble(FacetAuc::auc).min(),
                    scores[unit],
                    Correlation.of(likeness, column, all),
                    write.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(write[unit]));
        });
        return matches;
    }

    private double[] write(Activations layer, List<DirectWrite> writes) {
        String hook = layer.capture().at().name();
        return writes.stream()
                .filter(write -> write.hook().equals(hook))
                .findFirst()
                .map(write -> along(write, direction))
                .orElse(new double[0]);
    }

    /**
     * How far each unit's direct write goes along the query's direction, from the mean of what is against to the mean of
     * what is wanted.
     *
     * @param write of either tower's hook point
     * @return one for each unit, in standard deviations from the mean of all of the hook point's units
     * @throws IllegalArgumentException when the write and the prompts have different numbers of dimensions
     */
    public static double[] writes(DirectWrite write, SearchQuery query) {
        return along(write, direction(query, write.dimensions()));
    }

    /** Per unit, its write along a direction of length 1. */
    private static double[] along(DirectWrite write, double[] direction) {
        int units = write.units();
        double[] along = new double[units];
        double sum = 0;
        double squares = 0;
        for (int unit = 0; unit < units; unit++) {
            for (int d = 0; d < direction.length; d++) {
                along[unit] += write.values()[unit * direction.length + d] * direction[d];
            }
            sum += along[unit];
            squares += along[unit] * along[unit];
        }
        double mean = sum / units;
        double deviation = Math.sqrt(Math.max(0, squares / units - mean * mean));
        for (int unit = 0; unit < units; unit++) {
            along[unit] = deviation > 0 ? (along[unit] - mean) / deviation : 0;
        }
        return along;
    }

    /** Per layer and unit, the score of the whole query. */
    private List<double[]> scores(Progress progress) {
        QueryColumns columns = QueryColumns.of(background.concepts(), query);
        List<float[][]> scores = Naming.scores(
                background.layers(),
                Cosines.of(background.examples(), columns.concepts()),
                similarity,
                columns.asked(),
                progress);
        return scores.stream().map(columns::combine).toList();
    }

    /** From the mean of what is against to the mean of what is wanted, of length 1. */
    private static double[] direction(SearchQuery query, int dimensions) {
        Embeddings wanted = query.wanted().embeddings();
        Embeddings against = query.against().embeddings();
        double[] direction = wanted.mean(IntStream.range(0, wanted.rows()).toArray());
        if (direction.length != dimensions) {
            throw new IllegalArgumentException("search: expected prompts with " + dimensions
                    + " dimensions as the examples and writes have, found " + direction.length);
        }
        if (against.rows() > 0) {
            double[] other = against.mean(IntStream.range(0, against.rows()).toArray());
            for (int d = 0; d < dimensions; d++) {
                direction[d] -= other[d];
            }
        }
        double length = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
        return Arrays.stream(direction).map(x -> length > 0 ? x / length : 0).toArray();
    }

    private static double[] likeness(Embeddings examples, double[] direction) {
        double[] likeness = new double[examples.rows()];
        for (int e = 0; e < likeness.length; e++) {
            for (int d = 0; d < direction.length; d++) {
                likeness[e] += examples.values()[e * direction.length + d] * direction[d];
            }
        }
        return likeness;
    }
}
