package org.clipprobe.concept.set;

import java.text.Normalizer;

/**
 * A word or phrase that units may be named with.
 *
 * @param text as it is put into a prompt, in Unicode's composed form (NFC)
 * @param group what kind of thing it is, such as {@code animal}; empty where nobody said
 */
public record Concept(String text, String group) {
    public Concept {
        text = Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
