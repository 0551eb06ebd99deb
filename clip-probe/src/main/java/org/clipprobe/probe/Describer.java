package org.clipprobe.probe;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.model.Unit;
import org.clipprobe.statistic.MannWhitney;

/** Gives the numbers behind single pairs, each computed afresh from the unit's values. */
final class Describer {
    private final Design design;
    private final MannWhitney mannWhitney;
    private final SpellingTest spelling;

    Describer(Design design, MannWhitney mannWhitney, MultimodalOptions options) {
        this.design = design;
        this.mannWhitney = mannWhitney;
        this.spelling = new SpellingTest(design, mannWhitney, options.minimumAuc());
    }

    /** One unit, ready to be described. */
    Column column(Activations activations, int unit, Halves halves) {
        float[] values = new float[activations.examples()];
        synchronized (activations) {
            activations.columns(unit, unit + 1, values);
        }
        Unit name = new Unit(activations.capture().at().name(), unit);
        return new Column(name, values, Moments.of(probingRows(), values), halves);
    }

    private int[] probingRows() {
        return design.cells().stream().flatMapToInt(c -> IntStream.of(c.rows())).toArray();
    }

    /** A unit's values, one for each example. */
    final class Column {
        private final Unit unit;
        private final float[] values;
        private final Moments moments;
        private final Halves halves;
        private final ColumnTest test;

        Column(Unit unit, float[] values, Moments moments, Halves halves) {
            this.unit = unit;
            this.values = values;
            this.moments = moments;
            this.halves = halves;
            test = new ColumnTest(design, mannWhitney, 1);
            test.test(values, 0);
        }

        /** The pair of the unit and a tested concept. */
        Finding describe(int concept, Rates rates) {
            List<FacetResponse> responses = IntStream.range(0, design.facets().size())
                    .mapToObj(facet -> response(facet, concept))
                    .toList();
            double score = ColumnTest.score(test.auc, concept);
            double p = test.largestP[concept];
            Optional<SpellingControl> control = spelling.control(concept, values, 0, test.lastSorted());
            return new Finding(
                    unit,
                    design.labels().concepts().get(design.tested()[concept]),
                    responses,
                    score,
                    p,
                    rates.bh().q(p),
                    rates.adaptive().q(p),
                    rates.matches().q(score),
                    control,
                    confirmation(concept));
        }

        private FacetResponse response(int facet, int concept) {
            Design.Cell cell = design.cells().get(facet);
            float[] positives = SpellingTest.pick(cell.rows(concept, true), values, 0);
            float[] negatives = SpellingTest.pick(cell.rows(concept, false), values, 0);
            MannWhitney.Outcome outcome = mannWhitney.greater(positives, negatives);
            double mean = mean(positives);
            return new FacetResponse(
                    design.facets().get(facet),
                    positives.length,
                    negatives.length,
                    outcome.auc(),
                    outcome.p(),
                    moments.sds(mean - moments.mean()),
                    moments.sds(mean));
        }

        private Confirmation confirmation(int concept) {
            double first = ColumnTest.score(test.halfAuc[0], concept);
            double second = ColumnTest.score(test.halfAuc[1], concept);
            return new Confirmation(first, second, halves.confirm(first, second));
        }
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** What turns p and scores into rates of false discoveries. */
    record Rates(FalseDiscovery bh, FalseDiscovery adaptive, Matches matches) {}

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
