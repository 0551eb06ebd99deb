package org.clipprobe;

import java.util.List;
import java.util.Optional;
import org.clipprobe.model.Pooling;
import org.clipprobe.probe.MultimodalOptions;

/**
 * What a probe looks at, and what counts as multimodal.
 *
 * @param at hook points, {@code *} stands for any letters; none for the hidden MLP neurons of every block, or a ResNet's
 *     stages
 * @param pooling how positions become one value; empty for the token that the tower reads out where there is one, else the
 *     largest
 * @param words how often each concept's name is drawn as a picture, in other fonts
 * @param spellings near spellings of each name that are drawn as a control
 * @param test what counts as multimodal
 * @param unitPages whether every unit gets a page
 */
public record ProbeOptions(
        List<String> at,
        Optional<Pooling> pooling,
        int words,
        int spellings,
        MultimodalOptions test,
        boolean unitPages) {
    public ProbeOptions {
        at = List.copyOf(at);
        if (words < 0 || spellings < 0) {
            throw new IllegalArgumentException(
                    "words and spellings: expected 0 or more, found " + words + " and " + spellings);
        }
    }

    /** The usual hook points, 16 drawings of each word, 4 near spellings, the usual test. */
    public static ProbeOptions defaults() {
        return new ProbeOptions(List.of(), Optional.empty(), 16, 4, MultimodalOptions.defaults(), false);
    }

    /** The same at other hook points. */
    public ProbeOptions at(String... patterns) {
        return new ProbeOptions(List.of(patterns), pooling, words, spellings, test, unitPages);
    }

    /** The same with another test. */
    public ProbeOptions with(MultimodalOptions other) {
        return new ProbeOptions(at, pooling, words, spellings, other, unitPages);
    }

    /** The same with so many drawings of each word and so many near spellings. */
    public ProbeOptions words(int drawings, int nearSpellings) {
        return new ProbeOptions(at, pooling, drawings, nearSpellings, test, unitPages);
    }
}
