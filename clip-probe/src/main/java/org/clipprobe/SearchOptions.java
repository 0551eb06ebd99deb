package org.clipprobe;

import java.util.List;
import java.util.Optional;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.model.Pooling;

/**
 * What units are searched for, and where.
 *
 * @param wanted prompts that they respond to, all of them
 * @param against and more to those than to these
 * @param negatives and to none of these
 * @param at hook points; none for the usual ones
 * @param pooling how positions become one value; empty for the usual way
 * @param top how many units are shown with their evidence
 * @param concepts what the prompts are told from; empty for the pictures' labels, or where there are none, common words
 * @param templates the prompts that these are put into
 * @param words how often each label is drawn as a picture of its word
 * @param seed of everything random
 */
public record SearchOptions(
        List<String> wanted,
        List<String> against,
        List<String> negatives,
        List<String> at,
        Optional<Pooling> pooling,
        int top,
        Optional<ConceptSet> concepts,
        PromptTemplates templates,
        int words,
        long seed) {
    public SearchOptions {
        wanted = List.copyOf(wanted);
        against = List.copyOf(against);
        negatives = List.copyOf(negatives);
        at = List.copyOf(at);
        NameOptions.requireWords(words);
        if (top < 1) {
            throw new IllegalArgumentException("top: expected 1 or more, found " + top);
        }
    }

    /** One prompt, at the usual hook points. */
    public static SearchOptions of(String prompt) {
        return new SearchOptions(
                List.of(prompt),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                10,
                Optional.empty(),
                PromptTemplates.clip7(),
                4,
                0);
    }
}
