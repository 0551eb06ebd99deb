package org.clipprobe.concept.naming;

import org.clipprobe.concept.similarity.Ranks;

/** CoSy's two measures of a name. */
final class Quality {
    private Quality() {}

    /** Without p and q, which depend on the rest of the layer. */
    static NameQuality of(float[] activations, int[] members) {
        int inside = members.length;
        int outside = activations.length - inside;
        if (inside == 0 || outside == 0) {
            return new NameQuality(inside, outside, Double.NaN, Double.NaN, 1, 1);
        }
        double auc = Ranks.auc(Ranks.of(activations), 0, activations.length, members);
        return new NameQuality(inside, outside, auc, difference(activations, members), 1, 1);
    }

    private static double difference(float[] activations, int[] members) {
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
}
