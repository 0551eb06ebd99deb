package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.run.Progress;

/**
 * The multimodal test: which units respond to a concept in every facet, with its controls (after Goh et al.,
 * Multimodal Neurons in Artificial Neural Networks, Distill 2021; docs/multimodal-test.md gives every formula).
 */
public final class MultimodalProbe {
    private static final int NEAR_MISSES = 20;

    private final Design design;
    private final MultimodalOptions options;

    private MultimodalProbe(Design design, MultimodalOptions options) {
        this.design = design;
        this.options = options;
    }

    /**
     * Tests every unit of every hook point for every concept that has examples in every facet.
     *
     * <p>The same labels, activations and options give the same result, however many cores there are. A block of units
     * at a time is read; what is kept grows with the units and the concepts they respond to, not with the examples.
     *
     * @param labels what each example is
     * @param activations one for each hook point, {@code [examples, units]} each; read by one thread at a time
     * @throws ProbeException if there are fewer than two facets, or fewer than two concepts that have all of them
     * @throws IllegalArgumentException if there are no activations, or not as many examples as labels
     */
    public static MultimodalResult run(
            Labels labels, List<Activations> activations, MultimodalOptions options, Progress progress)
            throws ProbeException {
        if (activations.isEmpty()) {
            throw new IllegalArgumentException("expected activations of at least one hook point, found none");
        }
        for (Activations layer : activations) {
            if (layer.examples() != labels.examples()) {
                throw new IllegalArgumentException(layer.capture().at().name() + ": expected " + labels.examples()
                        + " examples, one for each label, found " + layer.examples());
            }
        }
        return new MultimodalProbe(Design.of(labels, options), options).run(activations, progress);
    }

    private MultimodalResult run(List<Activations> activations, Progress progress) {
        List<LayerScan.Table> tables = scan(activations, progress);
        int[] facets = IntStream.range(0, design.facets().size()).toArray();
        Decision decision =
                Decision.of(tables.stream().map(LayerScan.Table::hits).toList(), design, facets, options.fdr());
        Replications replications = new Replications(tables, design, options.fdr());
        Describer describer = new Describer(design, options);
        List<LayerAnswer> answers = IntStream.range(0, tables.size())
                .mapToObj(i -> new LayerAnswer(
                        i, activations.get(i), tables.get(i), design, describer, decision, replications))
                .toList();
        return result(answers, decision, replications);
    }

    private List<LayerScan.Table> scan(List<Activations> activations, Progress progress) {
        long units = activations.stream().mapToLong(Activations::units).sum();
        LayerScan scan = new LayerScan(design, options);
        List<LayerScan.Table> tables = new ArrayList<>();
        try (Progress.Task task = progress.begin("testing units", units)) {
            for (Activations layer : activations) {
                tables.add(scan.scan(layer, task));
            }
        }
        return tables;
    }

    private MultimodalResult result(List<LayerAnswer> answers, Decision decision, Replications replications) {
        List<LayerResult> layers = answers.stream().map(LayerAnswer::result).toList();
        List<Finding> findings = answers.stream()
                .flatMap(answer -> answer.findings().stream())
                .sorted(Comparator.comparingDouble(Finding::score)
                        .reversed()
                        .thenComparing(Finding::unit)
                        .thenComparing(Finding::concept))
                .toList();
        List<Finding> nearMisses = answers.stream()
                .flatMap(answer -> answer.nearMisses(NEAR_MISSES).stream())
                .sorted(Comparator.comparingDouble(LayerAnswer.NearMiss::score).reversed())
                .limit(NEAR_MISSES)
                .map(LayerAnswer.NearMiss::describe)
                .toList();
        return new MultimodalResult(
                options,
                design.facetNames(),
                counts(),
                Double.isInfinite(decision.threshold())
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(decision.threshold()),
                layers,
                replications.heldOut(),
                findings,
                nearMisses,
                List.of(),
                Notes.of(design, options, layers));
    }

    private List<ConceptCount> counts() {
        Labels labels = design.labels();
        int[][] counts = Design.counts(labels);
        return IntStream.range(0, labels.concepts().size())
                .mapToObj(c -> new ConceptCount(
                        labels.concepts().get(c),
                        design.facets().stream()
                                .map(f -> counts[labels.facets().indexOf(f)][c])
                                .toList(),
                        Arrays.binarySearch(design.tested(), c) >= 0))
                .toList();
    }
}
