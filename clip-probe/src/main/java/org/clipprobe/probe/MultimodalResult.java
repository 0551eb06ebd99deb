package org.clipprobe.probe;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.PoissonDistribution;

/**
 * The answer to: which units respond to a concept in every facet?
 *
 * @param options what counted as multimodal
 * @param facets the facets tested, in the order of {@link Finding#responses}
 * @param concepts every concept of the probing set with its numbers of examples
 * @param threshold the effect that every found pair reaches in every facet; empty where none is found
 * @param layers one for each hook point, in the order given
 * @param heldOut one for each facet of pictures, where there are two other facets to find units in
 * @param findings every pair found, the strongest evidence first, those that read letters among them
 * @param nearMisses the strongest pairs that do not pass, at most 20
 * @param families units by families of concepts, where the probing set has families
 * @param notes what a reader has to know of this probing set, one sentence each: concepts that were not tested, too few
 *     concepts for the false discovery rate, no near spellings
 */
public record MultimodalResult(
        MultimodalOptions options,
        List<String> facets,
        List<ConceptCount> concepts,
        OptionalDouble threshold,
        List<LayerResult> layers,
        List<HeldOut> heldOut,
        List<Finding> findings,
        List<Finding> nearMisses,
        List<FamilyCount> families,
        List<String> notes) {
    private static final double BOUND = 0.95;

    public MultimodalResult {
        facets = List.copyOf(facets);
        concepts = List.copyOf(concepts);
        layers = List.copyOf(layers);
        heldOut = List.copyOf(heldOut);
        findings = List.copyOf(findings);
        nearMisses = List.copyOf(nearMisses);
        families = List.copyOf(families);
        notes = List.copyOf(notes);
    }

    /**
     * The same with units counted by families.
     *
     * @param of the family of each concept that has one
     */
    public MultimodalResult withFamilies(Map<String, String> of) {
        return new MultimodalResult(
                options,
                facets,
                concepts,
                threshold,
                layers,
                heldOut,
                findings,
                nearMisses,
                Families.of(this, of),
                notes);
    }

    /** Units found, over all hook points. */
    public int multimodalUnits() {
        return (int) sum(LayerResult::multimodalUnits);
    }

    /** How many of them are expected to be coincidence. */
    public double unitsByChance() {
        return sum(LayerResult::unitsByChance);
    }

    /**
     * How many of the units found are coincidence at most, in 19 of 20 runs like this one: the 95 % quantile of a Poisson
     * distribution, its mean what is expected at the level where one unit more would be found.
     */
    public int unitsByChanceAtMost() {
        int found = multimodalUnits();
        double mean = found == 0 ? 0 : unitsByChance() * (1 + 1.0 / found);
        return mean == 0 ? 0 : Math.min(found, new PoissonDistribution(mean).inverseCumulativeProbability(BOUND));
    }

    /** Units tested, over all hook points. */
    public int units() {
        return (int) sum(LayerResult::units);
    }

    /** A number of the layers, added up. */
    public double sum(ToDoubleFunction<LayerResult> number) {
        return layers.stream().mapToDouble(number).sum();
    }
}
