package org.clipprobe.activation;

import java.nio.file.Path;
import org.clipprobe.image.WordRendering;

/**
 * One example of a concept in one form.
 *
 * @param id names the example within its probing set: the path relative to the folder, with {@code /}, or for a drawn
 *     word {@code word:TEXT#N}
 * @param concept what it shows
 * @param facet the form it shows it in
 * @param source what exists once in the world and the example is a variant of: one drawing, one photograph, one word
 *     form ({@code word:TEXT}) in however many fonts; examples of one source are no independent examples
 * @param pixels where its pixels come from
 */
public record Example(String id, String concept, String facet, String source, Pixels pixels) {

    /** An example that is its own source: a variant of nothing else. */
    public Example(String id, String concept, String facet, Pixels pixels) {
        this(id, concept, facet, id, pixels);
    }

    /** Where an example's pixels come from. */
    public sealed interface Pixels {}

    /** A picture file. */
    public record PictureFile(Path path) implements Pixels {}

    /** A word, drawn as a picture. */
    public record DrawnWord(WordRendering rendering) implements Pixels {}
}
