package org.clipprobe.probe;

import java.util.Arrays;

/**
 * Adjusts p for the number of hypotheses tested.
 *
 * <p>Only p up to a limit need be given; the q that come out are then exact up to this limit and upper bounds above it.
 */
final class FalseDiscovery {
    private final double[] sorted;
    private final double[] q;

    private FalseDiscovery(double[] sorted, double[] q) {
        this.sorted = sorted;
        this.q = q;
    }

    /**
     * Benjamini and Hochberg 1995: the p at rank k of m becomes p m / k, or the q of the next larger p where that is
     * smaller.
     *
     * @param sorted p in ascending order
     * @param tested number of hypotheses, those with p above the limit among them
     */
    static FalseDiscovery benjaminiHochberg(double[] sorted, long tested) {
        double[] q = new double[sorted.length];
        for (int k = 0; k < sorted.length; k++) {
            q[k] = sorted[k] * tested / (k + 1);
        }
        return new FalseDiscovery(sorted, monotone(q));
    }

    /**
     * AdaFilter–BH of Wang, Gui, Su, Sabatti and Owen (Annals of Statistics 50, 2022) where all n of n facets have to
     * respond: the selection p is the largest of the facets' p, the filtering p the second largest, and in the place of
     * all hypotheses stand those with a filtering p no larger than the selection p at rank k.
     *
     * @param selection selection p in ascending order
     * @param filtering filtering p in ascending order
     */
    static FalseDiscovery adaFilter(double[] selection, double[] filtering) {
        double[] q = new double[selection.length];
        int kept = 0;
        for (int k = selection.length - 1; k >= 0; k--) {
            boolean lastOfTies = k == selection.length - 1 || selection[k] < selection[k + 1];
            if (lastOfTies) {
                kept = atMost(filtering, selection[k]);
            }
            q[k] = selection[k] * kept / (k + 1);
        }
        return new FalseDiscovery(selection, monotone(q));
    }

    /** The q of a p; 1 above the limit. */
    double q(double p) {
        int found = Arrays.binarySearch(sorted, p);
        int at = found >= 0 ? found : -found - 1;
        return at == sorted.length ? 1 : q[at];
    }

    /** The largest p whose q keeps a rate; NaN where none does. */
    double largestP(double rate) {
        double largest = Double.NaN;
        for (int k = 0; k < q.length && q[k] <= rate; k++) {
            largest = sorted[k];
        }
        return largest;
    }

    /** Makes q grow with p, equal p having equal q, and at most 1. */
    private static double[] monotone(double[] q) {
        double smallest = 1;
        for (int k = q.length - 1; k >= 0; k--) {
            smallest = Math.min(smallest, q[k]);
            q[k] = smallest;
        }
        return q;
    }

    private static int atMost(double[] sorted, double limit) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] <= limit) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
