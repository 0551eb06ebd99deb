package org.clipprobe.concept.similarity;

import java.util.OptionalDouble;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.internal.MutualInformation;

/**
 * Weighted pointwise mutual information (Oikarinen &amp; Weng, CLIP-Dissect, ICLR 2023, section 3.1, equation 4; its
 * form goes back to MILAN, Hernandez et al. 2022).
 *
 * <p>With P the softmax over concepts of {@code scale} × cosine, L(u, c) = Σ log(P(e, c) + 10⁻⁷) over the unit's
 * strongest examples e; the score is L(u, c) − {@code lambda} × log mean over the layer's units u' of exp L(u', c).
 *
 * @param examples number of strongest examples; all of them where the layer has fewer
 * @param scale of the softmax
 * @param lambda weight of the concept's commonness in the layer
 */
public record Wpmi(int examples, double scale, double lambda) implements Similarity {
    /** 28 examples, scale 2, λ = 0.6, as in the reference implementation. */
    public static Wpmi standard() {
        return new Wpmi(28, 2, 0.6);
    }

    @Override
    public String key() {
        return "wpmi";
    }

    @Override
    public OptionalDouble softmax() {
        return OptionalDouble.of(scale);
    }

    @Override
    public boolean wholeLayer() {
        return true;
    }

    @Override
    public Scorer prepare(Activations layer, int from, int to) {
        return MutualInformation.of(
                Strongest.of(layer, from, to, examples), Math.min(examples, layer.examples()), share -> 1, lambda);
    }
}
