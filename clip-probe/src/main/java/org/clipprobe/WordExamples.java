package org.clipprobe;

import java.util.ArrayList;
import java.util.List;
import org.clipprobe.activation.DrawnWords;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.probe.NearSpellings;

/** Adds the concepts' names, drawn as pictures, to a probing set: the one place where this is done. */
final class WordExamples {
    private WordExamples() {}

    /**
     * The set with words.
     *
     * @param input the tower's input, whose size the pictures get
     * @param words drawings of each word
     * @param spellings near spellings of each word, one drawing each; none without words
     */
    static ProbingSet added(ProbingSet set, Preprocessing.Geometry input, int words, int spellings, long seed) {
        DrawnWords drawn = new DrawnWords(input.width(), input.height(), seed);
        List<Example> examples = new ArrayList<>();
        for (String concept : set.concepts()) {
            examples.addAll(drawn.examples(concept, Facet.WORD, concept, words));
            for (String spelling : NearSpellings.of(concept, words == 0 ? 0 : spellings, set.concepts(), seed)) {
                examples.addAll(drawn.examples(concept, Facet.SPELLING, spelling, 1));
            }
        }
        return set.with(examples);
    }
}
