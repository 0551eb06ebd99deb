package org.clipprobe.concept.cluster;

import java.util.List;

/**
 * What drives a unit, sorted into things that are alike.
 *
 * @param examples those more than two standard deviations above the unit's mean, strongest first, at most 100
 * @param clusters of them, the largest first; one when they are all of a kind
 * @param silhouette mean over the strong examples, −1 to 1; 0 with one cluster
 * @param polysemantic whether two clusters are about unrelated things: each has 15 % of the strong examples or more and a
 *     silhouette of 0.25 or more (below which Kaufman &amp; Rousseeuw 1990 see no structure), and the centred embeddings
 *     of their names have a cosine below 0.3
 */
public record StrongExamples(
        List<Integer> examples, List<ExampleCluster> clusters, double silhouette, boolean polysemantic) {
    public StrongExamples {
        examples = List.copyOf(examples);
        clusters = List.copyOf(clusters);
    }
}
