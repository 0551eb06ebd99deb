package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipprobe.activation.Activations;

/** One hook point after the scan: which of its pairs are found, and what the controls say. */
final class LayerAnswer {
    private final int place;
    private final Activations activations;
    private final LayerScan.Table table;
    private final Design design;
    private final Describer describer;
    private final Decision decision;
    private final Replications replications;
    private final Decision.Layer claimed;
    private final List<Finding> findings;

    LayerAnswer(
            int place,
            Activations activations,
            LayerScan.Table table,
            Design design,
            Describer describer,
            Decision decision,
            Replications replications) {
        this.place = place;
        this.activations = activations;
        this.table = table;
        this.design = design;
        this.describer = describer;
        this.decision = decision;
        this.replications = replications;
        claimed = decision.at(place, decision.threshold());
        findings = describe(
                Stream.concat(claimed.pairs().stream(), readingLetters()).toList());
    }

    /** Pairs that would reach the threshold, did the unit not read the letters of the word. */
    private Stream<LayerScan.Pair> readingLetters() {
        List<LayerScan.Pair> reading = new ArrayList<>();
        int last = design.last();
        for (UnitHits unit : table.hits()) {
            for (int i = 0; i < unit.readsLetters().length; i++) {
                if (unit.readsLetters()[i]) {
                    int concept = unit.concepts()[last][i];
                    double score = score(unit, concept);
                    if (score >= decision.threshold()) {
                        reading.add(new LayerScan.Pair(unit.unit(), concept, score));
                    }
                }
            }
        }
        return reading.stream();
    }

    /** The smallest effect of a concept over the facets; not a number where one does not reach the smallest area. */
    private static double score(UnitHits unit, int concept) {
        double score = Double.POSITIVE_INFINITY;
        for (int facet = 0; facet < unit.concepts().length; facet++) {
            int at = Arrays.binarySearch(unit.concepts()[facet], concept);
            score = Math.min(score, at < 0 ? Double.NaN : unit.effects()[facet][at]);
        }
        return score;
    }

    /** Every pair found, those that read letters among them. */
    List<Finding> findings() {
        return findings;
    }

    /** The strongest pairs that are not found, at most {@code wanted}. */
    List<NearMiss> nearMisses(int wanted) {
        Set<String> found = findings.stream()
                .map(finding -> finding.unit().index() + " " + finding.concept())
                .collect(Collectors.toSet());
        return table.strongest().stream()
                .filter(pair -> !found.contains(pair.unit() + " " + name(pair)))
                .limit(wanted)
                .map(pair -> new NearMiss(this, pair))
                .toList();
    }

    private String name(LayerScan.Pair pair) {
        return design.labels().concepts().get(design.tested()[pair.concept()]);
    }

    /** The numbers of pairs of this hook point, in their order. */
    List<Finding> describe(List<LayerScan.Pair> pairs) {
        Map<Integer, List<LayerScan.Pair>> byUnit = pairs.stream().collect(Collectors.groupingBy(LayerScan.Pair::unit));
        Map<LayerScan.Pair, Finding> described = new HashMap<>();
        byUnit.forEach((unit, ofUnit) -> {
            Describer.Column column = describer.column(activations, unit);
            ofUnit.forEach(pair -> described.put(pair, column.describe(place, pair, decision, replications)));
        });
        return pairs.stream().map(described::get).toList();
    }

    LayerResult result() {
        List<Finding> passing = findings.stream().filter(f -> !f.readsLetters()).toList();
        Set<Integer> multimodal = units(passing.stream());
        Set<Integer> reading = units(findings.stream().filter(Finding::readsLetters));
        reading.removeAll(multimodal);
        Decision.Layer agreeing = decision.at(place, Decision.LEAST);
        return new LayerResult(
                activations.capture(),
                table.hits().size(),
                table.untested(),
                (long) table.hits().size() * design.tested().length,
                claimed.units(),
                claimed.chance(),
                claimed.pairs().size(),
                claimed.pairChance(),
                units(passing.stream().filter(Finding::confirmed)).size(),
                reading.size(),
                agreeing.units(),
                agreeing.chance());
    }

    private static Set<Integer> units(Stream<Finding> findings) {
        return findings.map(f -> f.unit().index()).collect(Collectors.toSet());
    }

    /** A pair that is not found, and where it comes from. */
    record NearMiss(LayerAnswer layer, LayerScan.Pair pair) {
        double score() {
            return pair.score();
        }

        Finding describe() {
            return layer.describe(List.of(pair)).get(0);
        }
    }
}
