package org.clipprobe.concept.similarity;

import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.internal.PowerCosine;

/**
 * Cosine between a unit's activations and a concept's cosines, both over all examples (the baseline of Oikarinen &amp;
 * Weng, CLIP-Dissect, ICLR 2023, section 3.1). A vector of zeros has cosine 0 with everything.
 */
public record Cosine() implements Similarity {
    @Override
    public String key() {
        return "cosine";
    }

    @Override
    public Scorer prepare(Activations layer, int from, int to) {
        return new PowerCosine(layer, from, to, false);
    }
}
