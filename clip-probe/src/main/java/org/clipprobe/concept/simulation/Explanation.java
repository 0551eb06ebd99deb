package org.clipprobe.concept.simulation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a unit is said to respond to: any of some concepts, and none of others.
 *
 * @param any indices of concepts in the concept set, at least one
 * @param none indices of concepts
 */
public record Explanation(List<Integer> any, List<Integer> none) {
    public Explanation {
        any = List.copyOf(any);
        none = List.copyOf(none);
        if (any.isEmpty()) {
            throw new IllegalArgumentException("explanation: expected a concept, found none");
        }
    }

    /** A single name. */
    public static Explanation of(int concept) {
        return new Explanation(List.of(concept), List.of());
    }

    /** This one, or the concept as well. */
    public Explanation or(int concept) {
        return new Explanation(with(any, concept), none);
    }

    /** This one, but not the concept. */
    public Explanation butNot(int concept) {
        return new Explanation(any, with(none, concept));
    }

    /** As people write it: {@code spider or web, not leaf}. */
    public String text(List<String> concepts) {
        String what = any.stream().map(concepts::get).collect(Collectors.joining(" or "));
        return none.stream().map(concept -> ", not " + concepts.get(concept)).collect(Collectors.joining("", what, ""));
    }

    private static List<Integer> with(List<Integer> concepts, int more) {
        return Stream.concat(concepts.stream(), Stream.of(more)).distinct().toList();
    }
}
