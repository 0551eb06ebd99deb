package org.clipprobe.concept.naming;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Collector;
import org.clipprobe.activation.CollectorOptions;
import org.clipprobe.activation.DrawnWords;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.concept.search.Prompts;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.concept.set.TextEmbeddings;
import org.clipprobe.concept.set.TowerTextEmbedder;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.Progress;

/**
 * The embedded sample as its own towers see it, in memory.
 *
 * @param layers activations at the hook points asked for
 * @param pictures the examples' embeddings
 * @param labels what each example is
 * @param texts the labels' embeddings, averaged over seven templates
 * @param prompts the labels' embeddings as "a spider", "an ant"
 * @param logitScale of the model
 */
public record SampleStudy(
        List<Activations> layers,
        Embeddings pictures,
        Labels labels,
        Embeddings texts,
        Embeddings prompts,
        double logitScale) {
    private static final Path SAMPLES = Path.of(System.getProperty("clipprobe.root"), "samples");

    /** The sample's model. */
    public static final Path MODEL = SAMPLES.resolve("emoji-clip");

    /**
     * Looks at all of the sample's pictures.
     *
     * @param hooks pattern of the hook points
     * @param words how often each label is drawn as a picture of its word
     * @param folder where activations are put
     */
    public static SampleStudy of(String hooks, int words, Path folder) throws IOException {
        return of(MODEL, hooks, words, folder);
    }

    /** The same as the towers of a model of the same tokenizer see it. */
    public static SampleStudy of(Path opened, String hooks, int words, Path folder) throws IOException {
        ProbingSet read = ProbingSet.read(SAMPLES.resolve("pictures"));
        try (ClipModel model = ClipModel.open(opened);
                TowerTextEmbedder embedder = new TowerTextEmbedder(model)) {
            VisionTower tower = model.requireVision();
            List<Capture> captures = new ArrayList<>(tower.matching(hooks).stream()
                    .map(hook -> new Capture(hook, Pooling.TOKEN))
                    .toList());
            captures.add(new Capture(tower.hookPoint("vision.embed"), Pooling.TOKEN));
            try (Collected collected = Collector.of(model, captures, new CollectorOptions(64, 2, Optional.empty()))
                    .collect(read.with(drawn(read.concepts(), words)), folder, Progress.none())) {
                List<String> concepts = collected.set().concepts();
                TextEmbeddings texts = TextEmbeddings.uncached(embedder);
                List<Activations> all = collected.activations().all().stream()
                        .map(SampleStudy::held)
                        .toList();
                return new SampleStudy(
                        all.subList(0, all.size() - 1),
                        Embeddings.of(all.get(all.size() - 1)),
                        collected.set().labels(),
                        texts.of(concepts, PromptTemplates.clip7(), Progress.none()),
                        texts.of(
                                concepts.stream().map(SampleStudy::prompt).toList(),
                                PromptTemplates.plain(),
                                Progress.none()),
                        model.logitScale().orElseThrow());
            }
        }
    }

    private static List<Example> drawn(List<String> concepts, int words) {
        DrawnWords drawn = new DrawnWords(96, 96, 0);
        return concepts.stream()
                .flatMap(concept -> drawn.examples(concept, Facet.WORD, concept, words).stream())
                .toList();
    }

    /** A search for a label. */
    Prompts wanted(String concept) {
        int row = labels.concepts().indexOf(concept);
        return new Prompts(List.of(prompt(concept)), prompts.rows(new int[] {row}));
    }

    private static String prompt(String concept) {
        return ("aeiou".indexOf(concept.charAt(0)) < 0 ? "a " : "an ") + concept;
    }

    /** The same activations in memory. */
    static Activations held(Activations layer) {
        float[] columns = new float[layer.units() * layer.examples()];
        layer.columns(0, layer.units(), columns);
        float[] values = new float[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns[i % layer.units() * layer.examples() + i / layer.units()];
        }
        return Activations.of(layer.capture(), layer.examples(), values);
    }
}
