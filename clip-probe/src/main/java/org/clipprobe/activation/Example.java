package org.clipprobe.activation;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Optional;
import org.clipprobe.image.text.WordRendering;

/**
 * One example of a concept in one form.
 *
 * @param id names the example within its probing set: the path relative to the folder, with {@code /}, or for a drawn
 *     word {@code word:TEXT#N}
 * @param concept what it shows, in Unicode's composed form (NFC), or in a control what it imitates; empty where nothing
 *     says it, as for a picture at the top of a folder without a table
 * @param facet the form it shows it in
 * @param source what exists once in the world and the example is a variant of: one drawing, one photograph, one word
 *     form ({@code word:TEXT}) in however many fonts; examples of one source are no independent examples
 * @param pixels where its pixels come from
 */
public record Example(String id, Optional<String> concept, Facet facet, String source, Pixels pixels) {
    public Example {
        concept = concept.map(name -> Normalizer.normalize(name, Normalizer.Form.NFC));
    }

    /** An example that is its own source: a variant of nothing else. */
    public Example(String id, String concept, Facet facet, Pixels pixels) {
        this(id, Optional.of(concept), facet, id, pixels);
    }

    /** Whether it is known what it shows. */
    public boolean labelled() {
        return concept.isPresent();
    }

    Example withConcept(Optional<String> other) {
        return new Example(id, other, facet, source, pixels);
    }

    Example withSource(String other) {
        return new Example(id, concept, facet, other, pixels);
    }

    /** Where an example's pixels come from. */
    public sealed interface Pixels {}

    /** A picture file. */
    public record PictureFile(Path path) implements Pixels {}

    /** A word, drawn as a picture. */
    public record DrawnWord(WordRendering rendering) implements Pixels {}
}
