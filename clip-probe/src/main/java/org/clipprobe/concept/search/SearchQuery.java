package org.clipprobe.concept.search;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What units are searched for; no prompt is empty or asked for twice, with or without an article.
 *
 * @param wanted the units respond to all of these; at least one
 * @param against and more to those than to these, such as "happy" against "sad"
 * @param negatives and to none of these
 */
public record SearchQuery(Prompts wanted, Prompts against, Prompts negatives) {
    public SearchQuery {
        if (wanted.texts().isEmpty()) {
            throw new IllegalArgumentException("search: expected a prompt, found none");
        }
        Set<String> seen = new HashSet<>();
        for (String text : Stream.of(wanted, against, negatives)
                .map(Prompts::texts)
                .flatMap(List::stream)
                .toList()) {
            if (text.isBlank()) {
                throw new IllegalArgumentException(
                        "search: expected a prompt such as \"a spider\", found an empty one; write one or leave it out");
            }
            if (!seen.add(WantedExamples.bare(text))) {
                throw new IllegalArgumentException(
                        "search: expected every prompt once, among those wanted, against them"
                                + " and not wanted, found \"" + text + "\" again; leave it out of one of them");
            }
        }
    }

    /** Prompts alone. */
    public static SearchQuery of(Prompts wanted) {
        return new SearchQuery(wanted, Prompts.none(), Prompts.none());
    }
}
