package org.clipprobe;

import java.util.Optional;
import org.clipprobe.concept.naming.NamingMethod;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.PromptTemplates;

/**
 * Which units are named, and from what.
 *
 * @param units a unit ({@code vision.3.mlp:117}), a range of them ({@code vision.3.mlp:100-120}), or a hook point, in which
 *     {@code *} stands for any letters; empty for the hidden MLP neurons of every block
 * @param method how concepts are scored
 * @param concepts the words that units are named from; empty for the pictures' labels, or where there are none, common
 *     words
 * @param templates the prompts that these are put into
 * @param words how often each label is drawn as a picture of its word
 * @param seed of everything random
 */
public record NameOptions(
        String units,
        NamingMethod method,
        Optional<ConceptSet> concepts,
        PromptTemplates templates,
        int words,
        long seed) {
    static final int MOST_WORDS = 1_000;

    public NameOptions {
        requireWords(words);
    }

    /** Soft WPMI, CLIP's seven best templates, four drawings of each word. */
    public static NameOptions of(String units) {
        return new NameOptions(units, NamingMethod.SOFTWPMI, Optional.empty(), PromptTemplates.clip7(), 4, 0);
    }

    static void requireWords(int words) {
        if (words < 0 || words > MOST_WORDS) {
            throw new IllegalArgumentException("words: expected 0 to " + MOST_WORDS + ", found " + words);
        }
    }
}
