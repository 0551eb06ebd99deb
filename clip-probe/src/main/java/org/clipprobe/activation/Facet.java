package org.clipprobe.activation;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;

/**
 * The form that a concept is shown in, such as {@code photo}, {@code drawing} or {@code word}.
 *
 * @param name as folders and tables have it, in Unicode's composed form (NFC)
 */
public record Facet(String name) implements Comparable<Facet> {
    /** Photographs, and all pictures of which nothing else is known. */
    public static final Facet PHOTO = new Facet("photo");

    /** Words drawn as pictures. */
    public static final Facet WORD = new Facet("word");

    /**
     * Words that look like a concept's own but are not it. They are a control: no form of the concept, and nothing that a
     * unit has to respond to.
     */
    public static final Facet SPELLING = new Facet("spelling");

    public Facet {
        name = Normalizer.normalize(name, Normalizer.Form.NFC);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("expected a facet's name, found an empty one");
        }
    }

    /** Facets of these names, in this order. */
    public static List<Facet> all(String... names) {
        return Arrays.stream(names).map(Facet::new).toList();
    }

    /** Whether its examples show what a concept is not, for comparison. */
    public boolean isControl() {
        return equals(SPELLING);
    }

    /** By name, the word last, since it is no picture of the thing. */
    @Override
    public int compareTo(Facet other) {
        int words = Boolean.compare(equals(WORD), other.equals(WORD));
        return words != 0 ? words : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
