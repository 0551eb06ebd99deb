package org.clipprobe.concept;

/**
 * What units are searched for.
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
    }

    /** Prompts alone. */
    public static SearchQuery of(Prompts wanted) {
        return new SearchQuery(wanted, Prompts.none(), Prompts.none());
    }
}
