package org.clipprobe.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.Collector;
import org.clipprobe.activation.CollectorOptions;
import org.clipprobe.activation.DrawnWords;
import org.clipprobe.activation.Example;
import org.clipprobe.activation.Facet;
import org.clipprobe.activation.Labels;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.concept.naming.NamingInput;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.concept.set.PromptTemplates;
import org.clipprobe.concept.set.TextEmbeddings;
import org.clipprobe.concept.set.TowerTextEmbedder;
import org.clipprobe.concept.similarity.ExampleRows;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.VisionTower;
import org.clipprobe.run.Progress;
import org.clipprobe.statistic.Shuffle;

/**
 * Pictures and drawn words as a model sees them.
 *
 * @param layers activations behind every block's hidden neurons
 * @param pictures the examples' embeddings
 * @param labels what they are
 * @param texts the embeddings of the labels' concepts
 * @param logitScale of the model
 */
record NullStudy(
        List<Activations> layers, Embeddings pictures, Labels labels, Embeddings texts, OptionalDouble logitScale) {
    private static final int RENDERINGS = 4;
    private static final int BATCH = 64;

    /** The concepts of a set of pictures that are looked at: every n-th, so that there are at most as many. */
    static ProbingSet some(ProbingSet all, int most) {
        List<String> concepts = all.concepts();
        int step = (concepts.size() + most - 1) / most;
        List<String> kept = IntStream.range(0, concepts.size())
                .filter(i -> i % step == 0)
                .mapToObj(concepts::get)
                .toList();
        return all.without(example -> !kept.contains(example.concept().orElse("")), List.of());
    }

    /** Looks at them with a model; {@code folder} takes the activations. */
    static NullStudy of(Path opened, ProbingSet pictures, Path folder) throws IOException {
        try (ClipModel model = ClipModel.open(opened);
                TowerTextEmbedder embedder = new TowerTextEmbedder(model)) {
            VisionTower tower = model.requireVision();
            List<Capture> captures = new ArrayList<>();
            tower.matching("vision.*.mlp").forEach(hook -> captures.add(new Capture(hook, Pooling.TOKEN)));
            captures.add(new Capture(tower.hookPoint("vision.embed"), Pooling.TOKEN));
            CollectorOptions options = new CollectorOptions(BATCH, 2, Optional.empty());
            try (Collected collected = Collector.of(model, captures, options)
                    .collect(withWords(pictures, tower), folder, Progress.none())) {
                List<Activations> all = held(collected.activations().all());
                return new NullStudy(
                        all.subList(0, all.size() - 1),
                        Embeddings.of(all.get(all.size() - 1)),
                        collected.set().labels(),
                        TextEmbeddings.uncached(embedder)
                                .of(collected.set().concepts(), PromptTemplates.clip7(), Progress.none()),
                        model.logitScale());
            }
        }
    }

    /** A model of this size with random weights, which reads as another does. */
    static Path randomWeights(Path folder, SyntheticClip.Size size, Path tokenizer, long seed) throws IOException {
        SyntheticClip.write(folder, size, seed);
        Files.copy(tokenizer, folder.resolve("tokenizer.json"));
        return folder;
    }

    private static ProbingSet withWords(ProbingSet pictures, VisionTower tower) {
        int edge = tower.preprocessing().geometry().width();
        DrawnWords drawn = new DrawnWords(edge, edge, 0);
        List<Example> words = new ArrayList<>();
        pictures.concepts().forEach(concept -> words.addAll(drawn.examples(concept, Facet.WORD, concept, RENDERINGS)));
        return pictures.with(words);
    }

    private static List<Activations> held(List<Activations> stored) {
        return stored.stream()
                .map(layer -> {
                    float[] columns = new float[layer.units() * layer.examples()];
                    layer.columns(0, layer.units(), columns);
                    float[] values = new float[columns.length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = columns[i % layer.units() * layer.examples() + i / layer.units()];
                    }
                    return Activations.of(layer.capture(), layer.examples(), values);
                })
                .toList();
    }

    /** The same with whole sources exchanged within each facet: what units did for one, they now do for another. */
    NullStudy shuffled(long seed) {
        Map<Integer, List<Integer>> variants = new TreeMap<>();
        for (int row = 0; row < labels.examples(); row++) {
            variants.computeIfAbsent(labels.source()[row], none -> new ArrayList<>())
                    .add(row);
        }
        Map<String, List<List<Integer>>> alike = new TreeMap<>();
        variants.values()
                .forEach(rows -> alike.computeIfAbsent(
                                labels.facet()[rows.get(0)] + " " + rows.size(), none -> new ArrayList<>())
                        .add(rows));
        Random random = new Random(seed);
        int[] from = new int[labels.examples()];
        for (List<List<Integer>> sources : alike.values()) {
            int[] order = Shuffle.permutation(sources.size(), random);
            for (int s = 0; s < order.length; s++) {
                for (int v = 0; v < sources.get(s).size(); v++) {
                    from[sources.get(s).get(v)] = sources.get(order[s]).get(v);
                }
            }
        }
        List<Activations> exchanged = held(layers.stream()
                .map(layer -> (Activations) new ExampleRows(layer, from))
                .toList());
        return new NullStudy(exchanged, pictures, labels, texts, logitScale);
    }

    /** What the last block's units are named from. */
    NamingInput lastBlock() {
        return new NamingInput(
                List.of(layers.get(layers.size() - 1)), pictures, texts, ConceptSet.of(labels), Optional.of(labels));
    }
}
