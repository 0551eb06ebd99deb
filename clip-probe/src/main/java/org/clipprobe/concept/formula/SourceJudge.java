package org.clipprobe.concept.formula;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.cluster.ExampleCluster;
import org.clipprobe.concept.cluster.StrongExampleClusters;
import org.clipprobe.concept.cluster.StrongExamples;
import org.clipprobe.concept.naming.Judge;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.naming.NamingOptions;
import org.clipprobe.concept.naming.Sources;
import org.clipprobe.concept.similarity.Membership;
import org.clipprobe.model.Unit;

/**
 * What half of the sources say of single units, judged on the other half: logical forms, and several meanings. Each
 * unit's p holds for that unit; nothing is adjusted for their number.
 */
public final class SourceJudge {
    private final Sources sources;
    private final Judge judge;
    private final NamingOptions options;
    private final int[] shown;
    private final StrongExampleClusters clusters;
    private final Optional<FormulaSearch> forms;
    private final Optional<Labels> heldOut;

    /** Prepares to judge units of the input's layers. */
    public SourceJudge(NamingInput input, FormulaOptions formulas, NamingOptions options) {
        this.sources = Sources.of(input, options.seed());
        this.options = options;
        NamingInput known = sources.known(input);
        NamingInput judging = sources.heldOut(input);
        this.judge = new Judge(sources, judging, options);
        this.shown = sources.examples();
        this.clusters = new StrongExampleClusters(known.examples(), known.concepts());
        this.forms = known.labels().map(labels -> new FormulaSearch(Membership.of(labels), formulas));
        this.heldOut = judging.labels();
    }

    /**
     * The unit's best logical form; empty without labels, or when none fits.
     *
     * @param activations of the unit, one for each example
     */
    public Optional<JudgedFormula> form(Unit unit, float[] activations) {
        return forms.flatMap(search ->
                        search.best(sources.known(activations)).stream().findFirst())
                .map(best -> judged(best, unit, activations));
    }

    private JudgedFormula judged(ScoredFormula form, Unit unit, float[] activations) {
        int[] concept = heldOut.orElseThrow().concept();
        int[] members = IntStream.range(0, concept.length)
                .filter(source -> form.formula().holds(shows -> shows == concept[source]))
                .toArray();
        return new JudgedFormula(form, judge.of(sources.heldOut(activations), members, seed(unit)));
    }

    /**
     * The unit's strong sources, each shown by one of its examples, sorted into clusters.
     *
     * @param activations of the unit, one for each example
     */
    public StrongExamples clusters(Unit unit, float[] activations) {
        StrongExampleClusters.Found found = clusters.of(sources.known(activations));
        double p = found.meanings().length == 0
                ? 1
                : judge.together(sources.heldOut(activations), found.meanings(), seed(unit));
        return new StrongExamples(
                examples(found.strong()),
                found.clusters().stream()
                        .map(cluster ->
                                new ExampleCluster(examples(cluster.examples()), cluster.names(), cluster.silhouette()))
                        .toList(),
                found.silhouette(),
                p <= options.level(),
                p);
    }

    private static long seed(Unit unit) {
        return 31L * unit.hook().hashCode() + unit.index();
    }

    private List<Integer> examples(List<Integer> some) {
        return some.stream().map(source -> shown[source]).toList();
    }
}
