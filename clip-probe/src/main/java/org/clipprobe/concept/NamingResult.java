package org.clipprobe.concept;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.clipprobe.concept.cluster.StrongExamples;
import org.clipprobe.concept.naming.NamedLayer;
import org.clipprobe.concept.simulation.LayerSimulation;
import org.clipprobe.model.Unit;

/**
 * The answer to: what do units respond to, in words?
 *
 * @param method how they were named
 * @param source of the concept set, as the reader knows it
 * @param concepts texts of the concept set; every index of a concept is a place in it
 * @param named names of all units of the hook points that were looked at
 * @param simulated how well these names predict activations, for the same units
 * @param units what else is known of those that were asked for, in order
 */
public record NamingResult(
        Method method,
        String source,
        List<String> concepts,
        List<NamedLayer> named,
        List<LayerSimulation> simulated,
        List<Asked> units) {
    /**
     * How units were named; see {@link org.clipprobe.concept.naming.NamingOptions}.
     *
     * @param similarity key of the similarity that scores concepts
     * @param top names kept for each unit
     * @param share of the sources that count as a name's where no label says it
     * @param smallestAuc of a good name
     * @param level expected share of chance among the good names
     * @param shuffled shuffles of the held-out sources, at most
     * @param seed of the halves and of the shuffles
     */
    public record Method(
            String similarity, int top, double share, double smallestAuc, double level, int shuffled, long seed) {}

    /**
     * A unit that was asked for.
     *
     * @param form its best logical form; empty without labels
     * @param strong what drives it, sorted into things that are alike
     */
    public record Asked(Unit unit, Optional<UnitDossier.LogicalForm> form, StrongExamples strong) {}

    public NamingResult {
        concepts = List.copyOf(concepts);
        named = List.copyOf(named);
        simulated = List.copyOf(simulated);
        units = List.copyOf(units);
    }

    /** What is known of any unit of the hook points that were looked at: its names and what they predict. */
    public UnitDossier brief(Unit unit) {
        return dossier(unit, Optional.empty());
    }

    /** What is known of those that were asked for, in order. */
    public List<UnitDossier> dossiers() {
        return units.stream().map(one -> dossier(one.unit(), Optional.of(one))).toList();
    }

    private UnitDossier dossier(Unit unit, Optional<Asked> asked) {
        int layer = layer(unit)
                .orElseThrow(() -> new IllegalArgumentException(unit + ": its hook point was not looked at"));
        return new UnitDossier(
                Optional.of(named.get(layer).units().get(unit.index())),
                asked.flatMap(Asked::form),
                Optional.of(simulated.get(layer).units().get(unit.index())),
                asked.map(Asked::strong));
    }

    private OptionalInt layer(Unit unit) {
        return IntStream.range(0, named.size())
                .filter(i -> named.get(i).capture().at().name().equals(unit.hook()))
                .findFirst();
    }
}
