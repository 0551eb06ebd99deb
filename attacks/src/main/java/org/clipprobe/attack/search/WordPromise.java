package org.clipprobe.attack.search;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.clipprobe.attack.Attack;
import org.clipprobe.attack.Attacker;
import org.clipprobe.attack.run.Batches;
import org.clipprobe.attack.run.ImageEmbedder;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.TextPainter;

/**
 * Which words promise to evoke a class, told from one picture of each word alone: a good candidate is a word whose drawn
 * picture already looks like the class to the model, or drives the units that guide the search. A search over many words begins
 * with these.
 */
final class WordPromise {
    private static final Rgb PAPER = new Rgb(128, 128, 128);

    private final ImageEmbedder model;
    private final ZeroShot classes;
    private final ToDoubleFunction<double[]> evoked;
    private final GuideUnits units;
    private final Attacker attacker = new Attacker(new TextPainter());

    /**
     * A word and how much it promises.
     *
     * @param byClass how much its picture looks like what is to be evoked, in logits
     * @param byUnits how strongly its picture drives the guiding units, in their standard deviations
     */
    record Promise(String word, double byClass, double byUnits) {}

    /**
     * Prepares the ranking.
     *
     * @param evoked how much logits promise, in logits
     * @param units that guide the search; may be none
     */
    WordPromise(ImageEmbedder model, ZeroShot classes, ToDoubleFunction<double[]> evoked, GuideUnits units) {
        this.model = model;
        this.classes = classes;
        this.evoked = evoked;
        this.units = units;
    }

    /**
     * Weighs words; each is drawn once.
     *
     * @param width of the model's input in pixels
     * @param height of the model's input in pixels
     * @param batch pictures per forward pass
     */
    List<Promise> weigh(List<String> words, int width, int height, int batch) throws IOException {
        InterleavedU8 paper = TextPainter.canvas(width, height, PAPER);
        List<Promise> promises = new ArrayList<>();
        for (int start = 0; start < words.size(); start += batch) {
            List<String> some = words.subList(start, Math.min(words.size(), start + batch));
            List<float[]> rows = Batches.rows(
                    model,
                    some.size(),
                    i -> attacker.apply(paper, Attack.of(some.get(i)), 0).picture(),
                    batch);
            for (int i = 0; i < some.size(); i++) {
                float[] row = rows.get(i);
                double[] logits = classes.logits(Arrays.copyOf(row, model.dimensions()), 0);
                promises.add(
                        new Promise(some.get(i), evoked.applyAsDouble(logits), units.drive(row, model.dimensions())));
            }
        }
        return promises;
    }

    /** The guiding units that a word's picture drives furthest. */
    List<Integer> driven(String word, int width, int height) throws IOException {
        InterleavedU8 drawn = attacker.apply(TextPainter.canvas(width, height, PAPER), Attack.of(word), 0)
                .picture();
        return units.driven(model.embed(List.of(drawn)), model.dimensions());
    }

    /** The most promising words: the best by class and the best by units in turns, each once. */
    static List<Promise> best(List<Promise> promises, boolean units, int most) {
        List<Promise> byClass = sorted(promises, Promise::byClass);
        List<Promise> byUnits = units ? sorted(promises, Promise::byUnits) : List.of();
        Set<Promise> best = new LinkedHashSet<>();
        for (int i = 0; i < promises.size() && best.size() < most; i++) {
            best.add(byClass.get(i));
            if (units && best.size() < most) {
                best.add(byUnits.get(i));
            }
        }
        return List.copyOf(best);
    }

    private static List<Promise> sorted(List<Promise> promises, ToDoubleFunction<Promise> by) {
        return promises.stream()
                .sorted(Comparator.comparingDouble((Promise promise) -> -by.applyAsDouble(promise)))
                .toList();
    }
}
