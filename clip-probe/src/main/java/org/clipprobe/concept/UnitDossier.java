package org.clipprobe.concept;

import java.util.Optional;
import org.clipprobe.concept.cluster.StrongExamples;
import org.clipprobe.concept.naming.NamedUnit;
import org.clipprobe.concept.simulation.SimulationScore;

/**
 * What is known of a unit beside its activations; every part may be missing.
 *
 * @param named its names and what they are worth
 * @param form its best logical form
 * @param simulation how well its activations follow from its name
 * @param clusters what drives it, sorted into things that are alike
 */
public record UnitDossier(
        Optional<NamedUnit> named,
        Optional<LogicalForm> form,
        Optional<SimulationScore> simulation,
        Optional<StrongExamples> clusters) {

    /**
     * A logical form of concepts.
     *
     * @param text as people write it
     * @param shown number of held-out sources for which it holds
     * @param auc area under the ROC curve of the unit's activations, those sources against all other held-out ones
     * @param p share of shuffles of whole sources that give an AUC as large
     */
    public record LogicalForm(String text, int shown, double auc, double p) {}

    /** Nothing but the activations. */
    public static UnitDossier none() {
        return new UnitDossier(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
