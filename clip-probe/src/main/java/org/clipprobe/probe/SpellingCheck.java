package org.clipprobe.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.statistic.MannWhitney;

/** Tells whether a unit reads the letters of a concept's word. */
final class SpellingCheck {
    /** What four near spellings can show: a word that is one of five like it is in front of them so often. */
    private static final double LEVEL = 0.2;

    private final Design design;
    private final double minimumAuc;

    SpellingCheck(Design design, double minimumAuc) {
        this.design = design;
        this.minimumAuc = minimumAuc;
    }

    /** Whether a concept has near spellings. */
    boolean applies(int concept) {
        return design.spelling()[concept].rows().length > 0;
    }

    /** The unit's values for all words of the probing set, ascending. */
    float[] sortedWords(float[] columns, int offset) {
        float[] words = pick(design.cells().get(design.last()).rows(), columns, offset);
        Arrays.sort(words);
        return words;
    }

    /**
     * The control for one unit and concept.
     *
     * @param columns holds the unit's values from {@code offset} on
     * @param sortedWords the unit's values for all words of the probing set, ascending
     */
    Optional<SpellingControl> control(int concept, float[] columns, int offset, float[] sortedWords) {
        if (!applies(concept)) {
            return Optional.empty();
        }
        Design.Spelling spelling = design.spelling()[concept];
        float[] own = pick(design.cells().get(design.last()).rows(concept), columns, offset);
        float[] near = pick(spelling.rows(), columns, offset);
        double word = mean(own);
        double[] nearWords = means(spelling.rows(), near);
        long reaching = Arrays.stream(nearWords).filter(value -> value >= word).count();
        double rank = (1.0 + reaching) / (1 + nearWords.length);
        double overNear = overNear(word, nearWords);
        double nearOverOthers = overOthers(near, own, spelling.words(), sortedWords);
        boolean readsLetters = nearOverOthers >= minimumAuc && rank > LEVEL;
        return Optional.of(new SpellingControl(own.length, near.length, overNear, nearOverOthers, readsLetters));
    }

    /** The near spellings' values: a word counts once, with the mean of its renderings. */
    private double[] means(int[] rows, float[] values) {
        Map<Integer, List<Float>> words = new LinkedHashMap<>();
        for (int i = 0; i < rows.length; i++) {
            words.computeIfAbsent(design.labels().source()[rows[i]], none -> new ArrayList<>())
                    .add(values[i]);
        }
        return words.values().stream()
                .mapToDouble(renderings -> renderings.stream()
                        .mapToDouble(Float::doubleValue)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Share of the near spellings that are below the word, those that are equal counted one half. */
    private static double overNear(double word, double[] near) {
        double below = 0;
        for (double other : near) {
            below += other < word ? 1 : other == word ? 0.5 : 0;
        }
        return below / near.length;
    }

    /**
     * The near spellings against the words of the concepts that look different: of the counts over all words, those
     * over the concept's own and over words that are near spellings themselves are taken away.
     */
    private static double overOthers(float[] near, float[] own, int words, float[] sortedWords) {
        double below = 0;
        for (float value : near) {
            below += (MannWhitney.below(sortedWords, value) + MannWhitney.atMost(sortedWords, value)) / 2.0;
            below -= half(value, own, own.length) + half(value, near, words);
        }
        double others = sortedWords.length - own.length - words;
        return others == 0 ? 0.5 : below / (near.length * others);
    }

    /** How many of the first values are smaller, those that are equal counted one half. */
    private static double half(float value, float[] values, int first) {
        double count = 0;
        for (int i = 0; i < first; i++) {
            count += values[i] < value ? 1 : values[i] == value ? 0.5 : 0;
        }
        return count;
    }

    static float[] pick(int[] rows, float[] columns, int offset) {
        float[] values = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            values[i] = columns[offset + rows[i]];
        }
        return values;
    }
}
