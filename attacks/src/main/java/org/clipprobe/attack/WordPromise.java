package org.clipprobe.attack;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.TextPainter;

/**
 * Which words promise to evoke a class, told from one picture of each word alone: a good candidate is a word whose drawn
 * picture already looks like the class to the model, or drives the units that respond to it. A search over many words begins
 * with these.
 */
public final class WordPromise {
    private static final Rgb PAPER = new Rgb(128, 128, 128);

    private final ImageEmbedder model;
    private final int width;
    private final int height;
    private final int batch;
    private final Attacker attacker = new Attacker(new TextPainter());

    /**
     * Prepares the ranking.
     *
     * @param width of the model's input in pixels
     * @param height of the model's input in pixels
     * @param batch pictures per forward pass
     */
    public WordPromise(ImageEmbedder model, int width, int height, int batch) {
        this.model = model;
        this.width = width;
        this.height = height;
        this.batch = batch;
    }

    /**
     * A word and how much it promises.
     *
     * @param score the margin of the class in logits, or the units' mean activation
     */
    public record Promise(String word, double score) {}

    /** Words by the class's margin on their pictures, the most promising first. */
    public List<Promise> byClass(List<String> words, ZeroShot classes, String target) throws IOException {
        return ranked(
                words,
                row -> classes.answer(classes.logits(row, 0), target, target)
                        .target()
                        .margin());
    }

    /**
     * Words by the mean activation of some units on their pictures, the most promising first.
     *
     * @param units columns of what the model captures beside the embedding
     */
    public List<Promise> byUnits(List<String> words, List<Integer> units) throws IOException {
        return ranked(
                words,
                row -> units.stream()
                        .mapToDouble(unit -> row[model.dimensions() + unit])
                        .average()
                        .orElse(0));
    }

    private interface Score {
        double of(float[] row);
    }

    private List<Promise> ranked(List<String> words, Score score) throws IOException {
        List<Promise> promises = new ArrayList<>();
        int columns = model.dimensions() + model.units();
        for (int start = 0; start < words.size(); start += batch) {
            List<String> some = words.subList(start, Math.min(words.size(), start + batch));
            List<InterleavedU8> pictures = new ArrayList<>();
            for (String word : some) {
                InterleavedU8 paper = TextPainter.canvas(width, height, PAPER);
                pictures.add(attacker.apply(paper, Attack.of(word), 0).picture());
            }
            float[] rows = model.embed(pictures);
            for (int i = 0; i < some.size(); i++) {
                float[] row = java.util.Arrays.copyOfRange(rows, i * columns, (i + 1) * columns);
                promises.add(new Promise(some.get(i), score.of(row)));
            }
        }
        promises.sort(Comparator.comparingDouble((Promise promise) -> -promise.score()));
        return promises;
    }
}
