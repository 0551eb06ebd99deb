package org.clipprobe.concept.naming;

import java.util.Arrays;
import org.clipprobe.concept.similarity.internal.Ranks;

/** Says what a claim about a unit, chosen on half of the sources, is worth on the other half. */
public final class Judge {
    private final Shown shown;
    private final SourceShuffles shuffles;
    private final NamingOptions options;

    /**
     * Prepares to judge.
     *
     * @param heldOut the sources that took no part in any choice, in the place of examples
     */
    public Judge(Sources sources, NamingInput heldOut, NamingOptions options) {
        this.shown = new Shown(heldOut, options.share());
        this.shuffles = new SourceShuffles(sources.strata(), options.shuffled());
        this.options = options;
    }

    /**
     * What a name is worth; without q, which depends on the other units.
     *
     * @param activations of the unit, one for each held-out source
     * @param unit the number that the unit's shuffles follow from
     */
    NameQuality name(float[] activations, int concept, long unit) {
        return of(activations, shown.of(concept), unit);
    }

    /** What it is worth that a unit fires for these held-out sources. */
    public NameQuality of(float[] activations, int[] members, long unit) {
        int inside = members.length;
        int outside = activations.length - inside;
        if (inside == 0 || outside == 0) {
            return new NameQuality(inside, outside, Double.NaN, Double.NaN, 1, 1);
        }
        int[] ranks = Ranks.of(activations);
        double auc = Ranks.auc(ranks, 0, activations.length, members);
        double p = shuffles.p(ranks, members, options.seed() * 1_000_003 + unit);
        return new NameQuality(inside, outside, auc, difference(activations, members), p, p);
    }

    /** Mean activation difference in standard deviations of the others. */
    static double difference(float[] activations, int[] members) {
        boolean[] member = new boolean[activations.length];
        double named = 0;
        for (int m : members) {
            member[m] = true;
            named += activations[m];
        }
        double all = 0;
        for (float activation : activations) {
            all += activation;
        }
        int outside = activations.length - members.length;
        double mean = (all - named) / outside;
        double squares = 0;
        for (int e = 0; e < activations.length; e++) {
            double away = member[e] ? 0 : activations[e] - mean;
            squares += away * away;
        }
        double difference = named / members.length - mean;
        return difference == 0 ? 0 : difference / Math.sqrt(squares / (outside - 1));
    }

    /** Whether a unit fires for all of some concepts, each judged alone: the largest p counts. */
    public double together(float[] activations, int[] concepts, long unit) {
        return Arrays.stream(concepts)
                .mapToObj(concept -> name(activations, concept, unit))
                .mapToDouble(quality -> quality.auc() >= options.smallestAuc() ? quality.p() : 1)
                .max()
                .orElse(1);
    }
}
