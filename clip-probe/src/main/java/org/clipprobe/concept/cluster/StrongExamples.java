package org.clipprobe.concept.cluster;

import java.util.List;
import org.clipprobe.concept.naming.NamingOptions;

/**
 * What drives a unit, sorted into things that are alike, by the half of the sources that names are chosen on.
 *
 * @param examples one for each source more than two standard deviations above the unit's mean, strongest first, at most
 *     100
 * @param clusters of them, the largest first; one when they are all of a kind
 * @param silhouette mean over the strong examples, −1 to 1; 0 with one cluster
 * @param polysemantic whether two large, clear clusters are about unrelated things and the unit fires for both names'
 *     held-out sources: p is at most {@link NamingOptions#level}
 * @param p of both meanings together, the larger of the two; 1 where there are not two, or the AUC of one is below
 *     {@link NamingOptions#smallestAuc}
 */
public record StrongExamples(
        List<Integer> examples, List<ExampleCluster> clusters, double silhouette, boolean polysemantic, double p) {
    public StrongExamples {
        examples = List.copyOf(examples);
        clusters = List.copyOf(clusters);
    }
}
