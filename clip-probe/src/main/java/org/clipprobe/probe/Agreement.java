package org.clipprobe.probe;

import java.util.Arrays;

/**
 * How well a unit's facets agree on concepts, level by level, and how well they would by coincidence.
 *
 * <p>The null hypothesis is that some facet f has nothing to do with the others: then its concepts could as well be
 * permuted among those that are comparable. With a concepts that reach a level in all facets but f, b that reach it in f
 * and C comparable ones, the number that reach it in all facets, O, has the factorial moments E[O choose k] = (a choose
 * k) (b choose k) / (C choose k), over several groups of comparable concepts the coefficients of a product of
 * polynomials. P(O ≥ k) is at most E[O choose k].
 *
 * <p>A unit that responds to many concepts has some in common by coincidence, so that it has to agree on more: it is
 * claimed when it agrees on at least k concepts, where k is 1 if that happens by coincidence with a chance of {@value
 * #NARROW} or less, and otherwise the smallest number with a chance of a quarter of the rate or less. Since it is not
 * known which facet the unit lacks, k and the chance are the largest over the facets.
 */
final class Agreement {
    private static final double NARROW = 0.1;
    private static final int MOST = 12;

    private final Design design;
    private final int[] facets;
    private final double broad;

    /** Per facet and concept, the effect; not a number where it does not reach the least one. */
    private final double[][] effects;

    private final boolean[] touched;

    /** The concepts that the unit responds to in some facet, the first {@code count}. */
    private final int[] concepts;

    private int count;

    /** What a level gives. */
    int overlap;

    boolean claimed;
    double chance;
    double pairChance;

    /**
     * A workspace.
     *
     * @param facets the facets that have to respond
     * @param rate the rate of false discoveries that is accepted
     */
    Agreement(Design design, int[] facets, double rate) {
        this.design = design;
        this.facets = facets;
        this.broad = rate / 4;
        int tested = design.tested().length;
        effects = new double[design.facets().size()][tested];
        for (double[] facet : effects) {
            Arrays.fill(facet, Double.NEGATIVE_INFINITY);
        }
        touched = new boolean[tested];
        concepts = new int[tested];
    }

    /** Takes a unit; concepts whose letters it reads do not count as words. */
    void take(UnitHits unit) {
        for (int i = 0; i < count; i++) {
            touched[concepts[i]] = false;
            for (double[] facet : effects) {
                facet[concepts[i]] = Double.NEGATIVE_INFINITY;
            }
        }
        count = 0;
        for (int facet : facets) {
            for (int i = 0; i < unit.concepts()[facet].length; i++) {
                double effect = unit.effects()[facet][i];
                if (effect >= Decision.LEAST && (facet < design.last() || !unit.readsLetters()[i])) {
                    int concept = unit.concepts()[facet][i];
                    effects[facet][concept] = effect;
                    if (!touched[concept]) {
                        touched[concept] = true;
                        concepts[count++] = concept;
                    }
                }
            }
        }
        Arrays.sort(concepts, 0, count);
    }

    /** The effects at which something changes. */
    double[] levels() {
        double[] levels = new double[count * facets.length];
        int at = 0;
        for (int i = 0; i < count; i++) {
            for (int facet : facets) {
                if (effects[facet][concepts[i]] >= Decision.LEAST) {
                    levels[at++] = effects[facet][concepts[i]];
                }
            }
        }
        return Arrays.copyOf(levels, at);
    }

    /** The smallest effect of a concept over the facets. */
    double score(int concept) {
        double score = Double.POSITIVE_INFINITY;
        for (int facet : facets) {
            score = Math.min(score, effects[facet][concept]);
        }
        return score;
    }

    /** The concepts that reach a level in all facets. */
    int[] reaching(double level) {
        return Arrays.stream(concepts, 0, count).filter(c -> score(c) >= level).toArray();
    }

    /** Looks at the unit at a level. */
    void at(double level) {
        overlap = 0;
        for (int i = 0; i < count; i++) {
            overlap += score(concepts[i]) >= level ? 1 : 0;
        }
        int needed = 1;
        chance = 0;
        pairChance = 0;
        for (int facet : facets) {
            double[] moments = moments(facet, level);
            int k = needed(moments);
            double here = k < moments.length ? moments[k] : 0;
            needed = Math.max(needed, k);
            chance = Math.max(chance, here);
            pairChance = Math.max(pairChance, k == 1 ? moments[1] : k * here);
        }
        claimed = overlap >= needed;
    }

    private int needed(double[] moments) {
        if (moments[1] <= NARROW) {
            return 1;
        }
        for (int k = 1; k < moments.length; k++) {
            if (moments[k] <= broad) {
                return k;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** E[O choose k] for k from 0, were the facet unrelated to the others. */
    private double[] moments(int facet, double level) {
        Design.Cell cell = design.cells().get(facet);
        int[] in = new int[cell.groups().size()];
        int[] others = new int[in.length];
        for (int i = 0; i < count; i++) {
            int concept = concepts[i];
            int group = cell.group()[concept];
            in[group] += effects[facet][concept] >= level ? 1 : 0;
            others[group] += allBut(facet, concept, level) ? 1 : 0;
        }
        double[] moments = new double[MOST + 1];
        moments[0] = 1;
        for (int group = 0; group < in.length; group++) {
            int both = Math.min(Math.min(in[group], others[group]), MOST);
            if (both > 0) {
                multiply(
                        moments, moments(in[group], others[group], cell.groups().get(group).length, both));
            }
        }
        return moments;
    }

    private boolean allBut(int facet, int concept, double level) {
        for (int other : facets) {
            if (other != facet && effects[other][concept] < level) {
                return false;
            }
        }
        return true;
    }

    private static double[] moments(int a, int b, int concepts, int most) {
        double[] moments = new double[most + 1];
        moments[0] = 1;
        for (int k = 1; k <= most; k++) {
            moments[k] = moments[k - 1] * (a - k + 1) * (b - k + 1) / ((concepts - k + 1.0) * k);
        }
        return moments;
    }

    private static void multiply(double[] product, double[] factor) {
        for (int k = product.length - 1; k > 0; k--) {
            for (int j = 1; j < factor.length && j <= k; j++) {
                product[k] += product[k - j] * factor[j];
            }
        }
    }
}
