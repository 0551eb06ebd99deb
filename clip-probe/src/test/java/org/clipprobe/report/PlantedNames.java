package org.clipprobe.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.NamingResult;
import org.clipprobe.concept.SearchResult;
import org.clipprobe.concept.UnitDossier;
import org.clipprobe.concept.cluster.StrongExamples;
import org.clipprobe.concept.naming.NameQuality;
import org.clipprobe.concept.naming.NamedLayer;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.naming.NamingOptions;
import org.clipprobe.concept.search.FacetAuc;
import org.clipprobe.concept.search.TuningMatch;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.concept.similarity.ScoredConcept;
import org.clipprobe.concept.similarity.UnitNames;
import org.clipprobe.concept.simulation.Excess;
import org.clipprobe.concept.simulation.Explanation;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.concept.simulation.SimulationScore;
import org.clipprobe.model.Unit;

/** Reports of names and of a search over the units of {@link PlantedProbe}, of which unit i responds to concept i. */
record PlantedNames(ProbeReport planted) {
    /** Units that are shown. */
    static final int SHOWN = 4;

    private static final double WORST = 0.6;

    private Activations layer() {
        return planted.activations().get(0);
    }

    private List<String> concepts() {
        return planted.labels().concepts();
    }

    List<Unit> units() {
        return IntStream.range(0, SHOWN)
                .mapToObj(i -> new Unit(layer().capture().at().name(), i))
                .toList();
    }

    /** The first three units have good names. */
    NamingReport naming() {
        return naming(units());
    }

    /** The same when only some units were asked for. */
    NamingReport naming(List<Unit> units) {
        NamingResult result = result(units);
        UnitPages pages = new UnitPages(
                planted.labels(),
                planted.examples(),
                List.of(layer()),
                units,
                planted.record().model(),
                concepts(),
                (unit, activations) -> result.dossiers().stream()
                        .filter(known -> known.named().orElseThrow().unit().equals(unit))
                        .findFirst()
                        .orElseGet(() -> result.brief(unit)));
        return new NamingReport(pages, result, planted.record());
    }

    private NamingResult result(List<Unit> units) {
        List<Integer> all = IntStream.range(0, layer().units()).boxed().toList();
        NamingOptions standard = NamingOptions.standard();
        return new NamingResult(
                new NamingResult.Method(
                        standard.similarity().key(),
                        standard.top(),
                        standard.share(),
                        standard.smallestAuc(),
                        standard.level(),
                        standard.shuffled(),
                        standard.seed()),
                concepts().get(0),
                concepts(),
                List.of(new NamedLayer(
                        layer().capture(), all.stream().map(this::named).toList())),
                List.of(new LayerSimulation(
                        layer().capture(),
                        50,
                        50,
                        all.stream().map(this::simulated).toList(),
                        new Excess(0.74, 0.7, 0.78),
                        new Excess(0.45, 0.4, 0.5))),
                units.stream().map(this::asked).toList());
    }

    private int concept(int unit) {
        return unit % concepts().size();
    }

    private NamedUnit named(int unit) {
        UnitNames names = new UnitNames(
                new Unit(layer().capture().at().name(), unit),
                List.of(new ScoredConcept(concept(unit), 3.25), new ScoredConcept(concept(unit + 1), -1.5)));
        return new NamedUnit(names, new NameQuality(15, 60, 0.987, 4.1, 0.001, 0.004), unit < SHOWN - 1);
    }

    private NamingResult.Asked asked(Unit unit) {
        String form = concepts().get(concept(unit.index())) + " AND NOT x";
        return new NamingResult.Asked(
                unit,
                Optional.of(new UnitDossier.LogicalForm(form, 9, 0.9, 0.01)),
                new StrongExamples(List.of(), List.of(), 0, false, 1));
    }

    private SimulationScore simulated(int unit) {
        Explanation name = Explanation.of(concept(unit));
        return new SimulationScore(
                new Unit(layer().capture().at().name(), unit),
                name,
                0.75,
                0.01,
                List.of(),
                List.of(),
                unit == 0 ? name : name.or(concept(unit + 1)),
                0.5,
                0.05);
    }

    /** A search for the first concept, in the probing set's labels or not. */
    ConceptReport search(boolean known) {
        String wanted = known ? "the " + concepts().get(0) : concepts().get(0) + " and more";
        List<UnitMatch> matches =
                units().stream().map(unit -> match(unit, known)).toList();
        Unit text = new Unit("text.1.mlp", 7);
        TuningMatch tuning = new TuningMatch(units().get(0), text, 0.71, 0.002);
        SearchResult result = new SearchResult(
                List.of(wanted),
                List.of(),
                List.of(concepts().get(1) + " or less"),
                concepts().get(0),
                concepts().size(),
                SHOWN,
                matches,
                List.of(new SearchResult.TextUnit(tuning, 0.004, OptionalDouble.of(-1.2))));
        return new ConceptReport(result, planted.labels(), planted.examples(), planted.activations(), planted.record());
    }

    private UnitMatch match(Unit unit, boolean known) {
        List<String> facets = planted.result().facets();
        List<FacetAuc> areas = known
                ? IntStream.range(0, facets.size())
                        .mapToObj(f -> new FacetAuc(facets.get(f), 3, 30, WORST + 0.01 * f))
                        .toList()
                : List.of();
        return new UnitMatch(
                unit,
                areas,
                known ? OptionalDouble.of(WORST) : OptionalDouble.empty(),
                2.5 - unit.index(),
                0.5,
                unit.index() == 0 ? OptionalDouble.of(1.5) : OptionalDouble.empty());
    }
}
