package org.clipprobe.concept.similarity;

import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.internal.PowerCosine;

/**
 * Cosine of third powers (Oikarinen &amp; Weng, CLIP-Dissect, ICLR 2023, section 3.1): a unit's activations and a
 * concept's cosines over all examples, each less its mean, raised to the third power so that strong examples count most,
 * and divided by its length or by 10⁻³ where it is shorter.
 */
public record CosineCubed() implements Similarity {
    @Override
    public String key() {
        return "cos-cubed";
    }

    @Override
    public Scorer prepare(Activations layer, int from, int to) {
        return new PowerCosine(layer, from, to, true);
    }
}
