package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which units are claimed: all hook points are one family. At a level, R units are claimed and E would be by
 * coincidence ({@link Agreement}); the threshold is the lowest level at which E (1 + 1 / R) / R is at most the accepted
 * rate.
 *
 * <p>E / R alone is favourable to the level that it chooses, since that lies just where a unit is found. Where the next
 * one would be found R is no larger, and E about (1 + 1 / R) times as large.
 *
 * <p>Levels are looked at in steps of {@value #STEP} from {@value #LEAST} on.
 */
final class Decision {
    /** Smallest effect that is looked at. */
    static final double LEAST = 2;

    private static final double STEP = 0.01;
    private static final int STEPS = 10_000;

    private final List<List<UnitHits>> layers;
    private final Agreement agreement;
    private final double threshold;
    private final double[] q = new double[STEPS];

    private Decision(List<List<UnitHits>> layers, Agreement agreement, double rate) {
        this.layers = layers;
        this.agreement = agreement;
        double[] claimed = new double[STEPS];
        double[] chance = new double[STEPS];
        layers.forEach(layer -> layer.forEach(unit -> add(unit, claimed, chance)));
        threshold = threshold(claimed, chance, rate);
    }

    /**
     * Decides.
     *
     * @param layers per hook point, its units
     * @param facets the facets that have to respond
     */
    static Decision of(List<List<UnitHits>> layers, Design design, int[] facets, double rate) {
        return new Decision(layers, new Agreement(design, facets, rate), rate);
    }

    /** The level that every claimed pair reaches in every facet; infinite where nothing is claimed. */
    double threshold() {
        return threshold;
    }

    /** The smallest rate at which a pair with this score would be among what is claimed. */
    double q(double score) {
        return score < LEAST ? 1 : q[step(score)];
    }

    /** What a hook point has at a level. */
    Layer at(int layer, double level) {
        int claimed = 0;
        double chance = 0;
        double pairChance = 0;
        List<LayerScan.Pair> pairs = new ArrayList<>();
        for (UnitHits unit : layers.get(layer)) {
            agreement.take(unit);
            agreement.at(level);
            chance += agreement.chance;
            pairChance += agreement.pairChance;
            if (agreement.claimed) {
                claimed++;
                for (int concept : agreement.reaching(level)) {
                    pairs.add(new LayerScan.Pair(unit.unit(), concept, agreement.score(concept)));
                }
            }
        }
        return new Layer(claimed, chance, pairs, pairChance);
    }

    /**
     * One hook point at a level.
     *
     * @param units units claimed
     * @param chance units expected by coincidence
     * @param pairs the claimed units' concepts
     * @param pairChance pairs expected by coincidence
     */
    record Layer(int units, double chance, List<LayerScan.Pair> pairs, double pairChance) {}

    /** Adds what changes at the unit's levels, from the highest down. */
    private void add(UnitHits unit, double[] claimed, double[] chance) {
        agreement.take(unit);
        int[] steps = Arrays.stream(agreement.levels())
                .mapToInt(Decision::step)
                .distinct()
                .sorted()
                .toArray();
        boolean before = false;
        double chanceBefore = 0;
        for (int i = steps.length - 1; i >= 0; i--) {
            agreement.at(level(steps[i]));
            claimed[steps[i]] += (agreement.claimed ? 1 : 0) - (before ? 1 : 0);
            chance[steps[i]] += agreement.chance - chanceBefore;
            before = agreement.claimed;
            chanceBefore = agreement.chance;
        }
    }

    private double threshold(double[] claimed, double[] chance, double rate) {
        double units = 0;
        double expected = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int step = STEPS - 1; step >= 0; step--) {
            units += claimed[step];
            expected += chance[step];
            q[step] = units > 0 ? Math.min(1, share(Math.max(0, expected), units)) : 1;
            lowest = q[step] <= rate ? level(step) : lowest;
        }
        for (int step = 1; step < STEPS; step++) {
            q[step] = Math.min(q[step], q[step - 1]);
        }
        return lowest;
    }

    /** The share of units claimed that are taken for coincidence. */
    private static double share(double expected, double units) {
        return expected * (1 + 1 / units) / units;
    }

    private static int step(double effect) {
        return (int) Math.max(0, Math.min(STEPS - 1, Math.floor((effect - LEAST) / STEP)));
    }

    private static double level(int step) {
        return LEAST + step * STEP;
    }
}
