package org.clipprobe.activation;

import java.nio.file.Path;
import org.clipprobe.image.text.WordRendering;

/**
 * One example of a concept in one form.
 *
 * @param id names the example within its probing set: the path relative to the folder, with {@code /}, or for a drawn
 *     word {@code word:TEXT#N}
 * @param concept what it shows
 * @param facet the form it shows it in
 * @param source where its pixels come from
 */
public record Example(String id, String concept, String facet, Source source) {

    /** Where an example's pixels come from. */
    public sealed interface Source {}

    /** A picture file. */
    public record PictureFile(Path path) implements Source {}

    /** A word, drawn as a picture. */
    public record DrawnWord(WordRendering rendering) implements Source {}
}
