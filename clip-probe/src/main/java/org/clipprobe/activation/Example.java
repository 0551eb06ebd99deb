package org.clipprobe.activation;

import java.nio.file.Path;
import java.text.Normalizer;
import org.clipprobe.image.text.WordRendering;

/**
 * One example of a concept in one form.
 *
 * @param id names the example within its probing set: the path relative to the folder, with {@code /}, or for a drawn
 *     word {@code word:TEXT#N}
 * @param concept what it shows, in Unicode's composed form (NFC)
 * @param facet the form it shows it in, composed too
 * @param source what exists once in the world and the example is a variant of: one drawing, one photograph, one word
 *     form ({@code word:TEXT}) in however many fonts; examples of one source are no independent examples
 * @param pixels where its pixels come from
 */
public record Example(String id, String concept, String facet, String source, Pixels pixels) {

    /** The concept of a picture that nothing says anything of: one at the top of a folder, without a table. */
    public static final String UNLABELLED = "-";

    public Example {
        concept = Normalizer.normalize(concept, Normalizer.Form.NFC);
        facet = Normalizer.normalize(facet, Normalizer.Form.NFC);
    }

    /** An example that is its own source: a variant of nothing else. */
    public Example(String id, String concept, String facet, Pixels pixels) {
        this(id, concept, facet, id, pixels);
    }

    /** Whether it is known what it shows. */
    public boolean labelled() {
        return !concept.equals(UNLABELLED);
    }

    Example withConcept(String other) {
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
