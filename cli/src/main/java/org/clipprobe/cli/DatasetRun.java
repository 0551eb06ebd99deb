package org.clipprobe.cli;

import boofcv.struct.image.InterleavedU8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.clipprobe.activation.Progress;
import org.clipprobe.activation.Skipped;
import org.clipprobe.attack.AttackDataset;
import org.clipprobe.attack.McNemar;
import org.clipprobe.attack.TwoWay;
import org.clipprobe.attack.VisionEmbedder;
import org.clipprobe.attack.ZeroShot;
import org.clipprobe.image.PictureException;
import org.clipprobe.image.Pictures;
import org.clipprobe.report.RunFolder;
import org.clipprobe.report.RunTable;

/** Two-way scoring of a data set made by others: what the picture shows against what is written in it, set by set. */
final class DatasetRun {
    private final AttackDataset dataset;
    private final List<String> names;
    private final List<TwoWay.Choice> choices = new ArrayList<>();
    private final List<Skipped> skipped;

    DatasetRun(AttackDataset dataset) {
        this.dataset = dataset;
        this.skipped = new ArrayList<>(dataset.skipped());
        Set<String> all = new LinkedHashSet<>();
        dataset.items().forEach(item -> {
            all.add(item.object());
            all.add(item.attackWord());
        });
        this.names = List.copyOf(all);
    }

    /** Objects and attack words, each once. */
    List<String> names() {
        return names;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    /**
     * Asks the model about every picture.
     *
     * @param classes over {@link #names}, in their order
     */
    void ask(VisionEmbedder embedder, ZeroShot classes, int batch, Progress progress) throws IOException {
        Map<String, Integer> index = new LinkedHashMap<>();
        names.forEach(name -> index.put(name, index.size()));
        List<AttackDataset.Item> items = new ArrayList<>();
        List<InterleavedU8> fitted = new ArrayList<>();
        try (Progress.Task task =
                progress.begin("looking at pictures", dataset.items().size())) {
            for (AttackDataset.Item item : dataset.items()) {
                try {
                    fitted.add(embedder.fit(Pictures.read(item.file())));
                    items.add(item);
                } catch (PictureException e) {
                    skipped.add(new Skipped(item.id(), e.getMessage()));
                }
                if (fitted.size() == batch) {
                    choose(items, embedder.embed(fitted), classes, index);
                    items.clear();
                    fitted.clear();
                }
                task.advance(1);
            }
        }
        if (!fitted.isEmpty()) {
            choose(items, embedder.embed(fitted), classes, index);
        }
        if (choices.isEmpty()) {
            throw new IOException("none of the data set's " + dataset.items().size() + " pictures could be read");
        }
    }

    private void choose(
            List<AttackDataset.Item> items, float[] embeddings, ZeroShot classes, Map<String, Integer> index) {
        for (int row = 0; row < items.size(); row++) {
            AttackDataset.Item item = items.get(row);
            double[] logits = classes.logits(embeddings, row);
            choices.add(new TwoWay.Choice(
                    item.id(),
                    item.set(),
                    item.object(),
                    item.attackWord(),
                    logits[index.get(item.object())],
                    logits[index.get(item.attackWord())]));
        }
    }

    /** {@code choices.csv} and {@code sets.csv}. */
    void write(RunFolder folder) throws IOException {
        try (RunTable table = folder.table(
                "choices.csv",
                List.of("picture", "set", "object", "attack word", "object (logit)", "attack word (logit)", "right"))) {
            for (TwoWay.Choice choice : choices) {
                table.row(
                        choice.id(),
                        choice.set(),
                        choice.object(),
                        choice.attack(),
                        choice.objectLogit(),
                        choice.attackLogit(),
                        choice.right());
            }
        }
        try (RunTable table = folder.table(
                "sets.csv",
                List.of(
                        "set",
                        "pictures",
                        "right",
                        "accuracy",
                        "accuracy (low, 95 %)",
                        "accuracy (high, 95 %)",
                        "margin (logits, mean)"))) {
            for (TwoWay.SetAccuracy set : sets()) {
                table.row(
                        set.set(),
                        set.accuracy().trials(),
                        set.accuracy().successes(),
                        set.accuracy().share(),
                        set.accuracy().low(),
                        set.accuracy().high(),
                        set.meanMargin());
            }
        }
    }

    List<TwoWay.SetAccuracy> sets() {
        return TwoWay.accuracy(choices);
    }

    /** The answer in lines: accuracy by set, and McNemar's test between sets. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("The object rather than the attack word, of " + choices.size() + " pictures:");
        List<TwoWay.SetAccuracy> sets = sets();
        for (TwoWay.SetAccuracy set : sets) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-20s %5.1f %% (%.1f to %.1f %%) of %d",
                    set.set(),
                    100 * set.accuracy().share(),
                    100 * set.accuracy().low(),
                    100 * set.accuracy().high(),
                    set.accuracy().trials()));
        }
        for (int i = 0; i + 1 < sets.size(); i++) {
            McNemar test =
                    TwoWay.compare(choices, sets.get(i).set(), sets.get(i + 1).set());
            lines.add(String.format(
                    Locale.ROOT,
                    "  %s against %s: McNemar p %.2g",
                    sets.get(i).set(),
                    sets.get(i + 1).set(),
                    test.p()));
        }
        return lines;
    }
}
