package org.clipprobe.probe;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.model.Unit;

/** Gives the numbers behind single pairs, each computed afresh from the unit's values. */
final class Describer {
    private final Design design;
    private final MultimodalOptions options;
    private final SpellingCheck spelling;

    Describer(Design design, MultimodalOptions options) {
        this.design = design;
        this.options = options;
        this.spelling = new SpellingCheck(design, options.minimumAuc());
    }

    /** One unit, ready to be described. */
    Column column(Activations activations, int unit) {
        float[] values = new float[activations.examples()];
        synchronized (activations) {
            activations.columns(unit, unit + 1, values);
        }
        Unit name = new Unit(activations.capture().at().name(), unit);
        return new Column(name, values, Moments.of(probingRows(), values));
    }

    private int[] probingRows() {
        return design.cells().stream().flatMapToInt(c -> IntStream.of(c.rows())).toArray();
    }

    /** A unit's values, one for each example. */
    final class Column {
        private final Unit unit;
        private final float[] values;
        private final Moments moments;
        private final ColumnScan test = new ColumnScan(design);

        Column(Unit unit, float[] values, Moments moments) {
            this.unit = unit;
            this.values = values;
            this.moments = moments;
            test.test(values, 0);
        }

        /** The pair of the unit and a tested concept. */
        Finding describe(int layer, LayerScan.Pair pair, Decision decision, Replications replications) {
            int concept = pair.concept();
            List<FacetResponse> responses = IntStream.range(0, design.facets().size())
                    .mapToObj(facet -> response(facet, concept))
                    .toList();
            double score = test.score(concept);
            return new Finding(
                    unit,
                    design.labels().concepts().get(design.tested()[concept]),
                    responses,
                    score,
                    test.area(concept),
                    responses.stream().mapToDouble(FacetResponse::p).max().orElseThrow(),
                    test.area(concept) >= options.minimumAuc() ? decision.q(score) : 1,
                    replications.redraws() == 0 ? Optional.empty() : Optional.of(replications.redrawn(layer, pair)),
                    replications.confirming(layer, pair),
                    spelling.control(concept, values, 0, spelling.sortedWords(values, 0)));
        }

        private FacetResponse response(int facet, int concept) {
            Design.Cell cell = design.cells().get(facet);
            int[] own = cell.sources(concept, true);
            double mean = IntStream.of(own)
                    .mapToDouble(s -> test.sources(facet)[s])
                    .average()
                    .orElseThrow();
            return new FacetResponse(
                    design.facets().get(facet).name(),
                    own.length,
                    cell.examples()[concept],
                    cell.concept().length - own.length,
                    test.effect[facet][concept],
                    test.auc[facet][concept],
                    test.p(facet, concept),
                    moments.sds(mean - moments.mean()),
                    moments.sds(mean));
        }
    }

    /** Mean and standard deviation (of the examples, not of a population they are drawn from). */
    private record Moments(double mean, double sd) {
        /** A difference in standard deviations; 0 for a unit that does not vary. */
        double sds(double difference) {
            return sd == 0 ? 0 : difference / sd;
        }

        static Moments of(int[] rows, float[] values) {
            double sum = 0;
            for (int row : rows) {
                sum += values[row];
            }
            double mean = sum / rows.length;
            double squares = 0;
            for (int row : rows) {
                squares += (values[row] - mean) * (values[row] - mean);
            }
            return new Moments(mean, Math.sqrt(squares / rows.length));
        }
    }
}
