package org.clipprobe.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.naming.NameQuality;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.naming.NamingOptions;
import org.clipprobe.concept.search.FacetAuc;
import org.clipprobe.concept.search.Prompts;
import org.clipprobe.concept.search.SearchQuery;
import org.clipprobe.concept.search.TuningMatch;
import org.clipprobe.concept.search.UnitMatch;
import org.clipprobe.concept.set.Embeddings;
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
        UnitPages pages = new UnitPages(
                planted.labels(),
                planted.examples(),
                List.of(layer()),
                units(),
                planted.record().model(),
                concepts(),
                this::answer);
        List<SimulationScore> scores =
                IntStream.range(0, layer().units()).mapToObj(this::simulated).toList();
        List<LayerSimulation> simulated = List.of(new LayerSimulation(
                layer().capture(), 50, 50, scores, new Excess(0.74, 0.7, 0.78), new Excess(0.45, 0.4, 0.5)));
        return new NamingReport(pages, NamingOptions.standard(), concepts().get(0), simulated, planted.record());
    }

    private int concept(int unit) {
        return unit % concepts().size();
    }

    private UnitAnswer answer(Unit unit, float[] activations) {
        int concept = concept(unit.index());
        UnitNames names = new UnitNames(
                unit, List.of(new ScoredConcept(concept, 3.25), new ScoredConcept(concept(unit.index() + 1), -1.5)));
        NameQuality quality = new NameQuality(15, 60, 0.987, 4.1, 0.001, 0.004);
        return new UnitAnswer(
                Optional.of(new NamedUnit(names, quality, unit.index() < SHOWN - 1)),
                Optional.of(new UnitAnswer.LogicalForm(concepts().get(concept) + " AND NOT x", 9, 0.9, 0.01)),
                Optional.of(simulated(unit.index())),
                Optional.empty());
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
        SearchQuery query = new SearchQuery(
                prompts(wanted), Prompts.none(), prompts(concepts().get(1) + " or less"));
        List<UnitMatch> matches =
                units().stream().map(unit -> match(unit, known)).toList();
        Unit text = new Unit("text.1.mlp", 7);
        TuningMatch tuning = new TuningMatch(units().get(0), text, 0.71, 0.002);
        return new ConceptReport(
                query,
                matches,
                List.of(new ConceptReport.TextUnit(tuning, 0.004, OptionalDouble.of(-1.2))),
                new ConceptReport.Scope(256, concepts().size(), concepts().get(0)),
                planted.labels(),
                planted.examples(),
                planted.activations(),
                planted.record());
    }

    private static Prompts prompts(String text) {
        return new Prompts(List.of(text), new Embeddings(1, 2, new float[] {1, 0}));
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
