package org.clipprobe.concept.cluster;

import java.util.List;
import org.clipprobe.concept.similarity.ScoredConcept;

/**
 * Strong examples of a unit that are like each other.
 *
 * @param examples their indices, strongest first
 * @param names the concepts that they are like more than all examples are, best first
 * @param silhouette mean over these examples (Rousseeuw 1987, by cosine distance), −1 to 1; near 0 when they have
 *     nothing in common, and 0 when there is no other cluster
 */
public record ExampleCluster(List<Integer> examples, List<ScoredConcept> names, double silhouette) {
    public ExampleCluster {
        examples = List.copyOf(examples);
        names = List.copyOf(names);
    }
}
