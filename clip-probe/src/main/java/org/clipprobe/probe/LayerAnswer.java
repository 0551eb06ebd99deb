package org.clipprobe.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.clipprobe.activation.Activations;

/** One hook point after the scan: which of its pairs pass, and what the controls say. */
final class LayerAnswer {
    private final Activations activations;
    private final LayerScan.Table table;
    private final Design design;
    private final MultimodalOptions options;
    private final Describer describer;
    private final Describer.Rates rates;
    private final double threshold;
    private final Halves halves;
    private final List<Finding> findings;

    LayerAnswer(
            Activations activations,
            LayerScan.Table table,
            Design design,
            MultimodalOptions options,
            Describer describer,
            FalseDiscovery bh,
            FalseDiscovery adaptive) {
        this.activations = activations;
        this.table = table;
        this.design = design;
        this.options = options;
        this.describer = describer;
        Matches matches = Matches.of(table.hits(), design.tested().length);
        rates = new Describer.Rates(bh, adaptive, matches);
        threshold = matches.threshold(options.fdr());
        halves = Halves.of(table.halves(), design.tested().length, options);
        findings = describe(matches.all().stream()
                .filter(m -> m.score() >= threshold)
                .map(m -> new LayerScan.Pair(m.unit(), m.concept(), m.score()))
                .toList());
    }

    /** Every pair that reaches the threshold, those that read letters among them. */
    List<Finding> findings() {
        return findings;
    }

    /** The strongest pairs that do not reach the threshold, at most {@code wanted}. */
    List<NearMiss> nearMisses(int wanted) {
        Stream<LayerScan.Pair> matches =
                rates.matches().all().stream().map(m -> new LayerScan.Pair(m.unit(), m.concept(), m.score()));
        return Stream.concat(matches, table.strongest().stream())
                .filter(pair -> !(pair.score() >= threshold))
                .distinct()
                .sorted(LayerScan.Pair.STRONGEST_FIRST)
                .limit(wanted)
                .map(pair -> new NearMiss(this, pair))
                .toList();
    }

    /** The numbers of pairs of this hook point, in their order. */
    List<Finding> describe(List<LayerScan.Pair> pairs) {
        Map<Integer, List<LayerScan.Pair>> byUnit = pairs.stream().collect(Collectors.groupingBy(LayerScan.Pair::unit));
        Map<LayerScan.Pair, Finding> described = new HashMap<>();
        byUnit.forEach((unit, ofUnit) -> {
            Describer.Column column = describer.column(activations, unit, halves);
            ofUnit.forEach(pair -> described.put(pair, column.describe(pair.concept(), rates)));
        });
        return pairs.stream().map(described::get).toList();
    }

    LayerResult result() {
        double bar = Double.isNaN(threshold) ? options.minimumAuc() : threshold;
        String place =
                activations.capture().at().name() + " " + activations.capture().pooling();
        long seed = options.seed() ^ ((long) place.hashCode() << 32);
        Permutations permutations = new Permutations(table.hits(), design, options.permutations(), seed);
        List<Finding> passing = findings.stream().filter(f -> !f.readsLetters()).toList();
        Set<Integer> multimodal = units(passing.stream());
        Set<Integer> reading = units(findings.stream().filter(Finding::readsLetters));
        reading.removeAll(multimodal);
        return new LayerResult(
                activations.capture(),
                table.hits().size(),
                table.untested(),
                pairs(),
                threshold,
                passing.size(),
                multimodal.size(),
                units(passing.stream().filter(f -> f.confirmation().confirmed()))
                        .size(),
                reading.size(),
                atMost(rates.bh().largestP(options.fdr())),
                atMost(rates.adaptive().largestP(options.fdr())),
                permutations.control(bar, false),
                permutations.control(bar, true),
                permutations.control(options.minimumAuc(), false),
                halves.splitHalf(pairs()));
    }

    /** (unit, concept) pairs tested. */
    long pairs() {
        return (long) table.hits().size() * design.tested().length;
    }

    private int atMost(double p) {
        return (int) DoubleStream.of(table.selection()).filter(s -> s <= p).count();
    }

    private static Set<Integer> units(Stream<Finding> findings) {
        return findings.map(f -> f.unit().index()).collect(Collectors.toSet());
    }

    /** A pair that does not pass, and where it comes from. */
    record NearMiss(LayerAnswer layer, LayerScan.Pair pair) {
        double score() {
            return pair.score();
        }

        Finding describe() {
            return layer.describe(List.of(pair)).get(0);
        }
    }
}
