package org.clipprobe.activation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.image.text.TextPainter;
import org.clipprobe.image.text.WordPictures;
import org.clipprobe.image.text.WordRendering;

/** Words drawn as pictures, as examples of a probing set. */
public final class DrawnWords {
    private final WordPictures pictures;

    /**
     * @param width of the pictures in pixels, usually the tower's input
     * @param height of the pictures in pixels
     * @param seed of fonts, sizes, places and colours
     */
    public DrawnWords(int width, int height, long seed) {
        this.pictures = new WordPictures(new TextPainter(), width, height, seed);
    }

    /**
     * Examples of a word.
     *
     * @param concept what the examples are of
     * @param facet {@link Facet#WORD}, or the facet of a control
     * @param word what is written; underscores become spaces
     * @param count how many renderings
     */
    public List<Example> examples(String concept, Facet facet, String word, int count) {
        List<Example> examples = new ArrayList<>();
        String text = word.replace('_', ' ');
        for (WordRendering rendering : pictures.of(text, count)) {
            String id = facet + ":" + word + "#" + examples.size();
            examples.add(
                    new Example(id, Optional.of(concept), facet, "word:" + text, new Example.DrawnWord(rendering)));
        }
        return examples;
    }
}
