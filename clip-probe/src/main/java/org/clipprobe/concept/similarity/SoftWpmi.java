package org.clipprobe.concept.similarity;

import java.util.Optional;
import java.util.OptionalDouble;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Labels;
import org.clipprobe.concept.similarity.internal.MutualInformation;

/**
 * Soft weighted pointwise mutual information (Oikarinen &amp; Weng, CLIP-Dissect, ICLR 2023, section 3.1, equation 5).
 *
 * <p>With P the softmax over concepts of {@code scale} × cosine and e₁ … e_K the unit's strongest examples, strongest
 * first, L(u, c) = Σₖ log(1 + pₖ (P(eₖ, c) − 1) + 10⁻⁷), where pₖ = strongest − (k − 1) / K × (strongest − weakest). The
 * score is L(u, c) − {@code lambda} × log mean over the layer's units u' of exp L(u', c): a concept that every unit's
 * examples show names none of them.
 *
 * @param examples K, the number of strongest examples; all of them where the layer has fewer
 * @param scale of the softmax
 * @param lambda weight of the concept's commonness in the layer
 * @param strongest belief that the strongest example shows what the unit responds to
 * @param weakest the same for the weakest example that counts
 */
public record SoftWpmi(int examples, double scale, double lambda, double strongest, double weakest)
        implements Similarity {
    /** The factor from cosines to logits of the CLIP models that were released, for which the defaults are. */
    public static final double CLIP_LOGIT_SCALE = 100;

    private static final int FEWEST = 10;
    private static final int EXAMPLES_FOR_EACH = 3;

    /** 100 examples, scale 10, λ = 1, beliefs from 0.998 to 0.97, as in the reference implementation. */
    public static SoftWpmi standard() {
        return new SoftWpmi(100, 10, 1, 0.998, 0.97);
    }

    /**
     * As {@link #standard}, with three times as many strongest examples as the probing set has for each concept, 10 to
     * 100: of a unit that responds to one concept, of which there are ten pictures, and a little to what is like it, the
     * other seventy strongest say nothing.
     */
    public static SoftWpmi suited(Labels labels) {
        int each = labels.examples() / Math.max(1, labels.concepts().size());
        SoftWpmi standard = standard();
        int examples = Math.max(FEWEST, Math.min(standard.examples, EXAMPLES_FOR_EACH * each));
        return new SoftWpmi(examples, standard.scale, standard.lambda, standard.strongest, standard.weakest);
    }

    /** For a probing set and a model: {@link #suited} where there are labels, {@link #forLogitScale} where that is known. */
    public static SoftWpmi of(Optional<Labels> labels, OptionalDouble logitScale) {
        return labels.map(SoftWpmi::suited)
                .orElseGet(SoftWpmi::standard)
                .forLogitScale(logitScale.orElse(CLIP_LOGIT_SCALE));
    }

    /**
     * As this, for a model whose logits are {@code logitScale} times its cosines: the softmax's scale is for CLIP's 100
     * and becomes the same share of this model's.
     *
     * @throws IllegalArgumentException when it is not a positive number
     */
    public SoftWpmi forLogitScale(double logitScale) {
        if (!(logitScale > 0 && logitScale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("logit scale: expected a positive number, found " + logitScale);
        }
        return new SoftWpmi(examples, scale * logitScale / CLIP_LOGIT_SCALE, lambda, strongest, weakest);
    }

    @Override
    public String key() {
        return "softwpmi";
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
                Strongest.of(layer, from, to, examples),
                Math.min(examples, layer.examples()),
                share -> strongest - share * (strongest - weakest),
                lambda);
    }
}
