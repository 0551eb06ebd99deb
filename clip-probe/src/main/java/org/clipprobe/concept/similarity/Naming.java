package org.clipprobe.concept.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.clipprobe.activation.Activations;
import org.clipprobe.concept.similarity.internal.BestConcepts;
import org.clipprobe.concept.similarity.internal.Columns;
import org.clipprobe.concept.similarity.internal.ConceptBlocks;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;

/** Scores all units of layers against all concepts of a set, block by block on all cores. */
public final class Naming {
    /** Activations held at once by a method that does not need the whole layer, 256 MiB of floats. */
    private static final int HELD = 1 << 26;

    private Naming() {}

    /**
     * Names every unit.
     *
     * @param layers activations {@code [examples, units]} at one or more hook points, all of the same examples
     * @param cosines {@code [examples, concepts]} of the same examples
     * @param top number of names to keep for each unit
     * @return per layer, per unit, its best names
     * @throws IllegalArgumentException when the examples' numbers differ or there are none
     */
    public static List<List<UnitNames>> name(
            List<? extends Activations> layers, Cosines cosines, Similarity similarity, int top, Progress progress) {
        layers.forEach(layer -> check(layer, cosines.examples(), cosines.concepts()));
        ConceptBlocks blocks = ConceptBlocks.of(cosines, similarity.softmax(), progress);
        List<BestConcepts> best = layers.stream()
                .map(layer -> new BestConcepts(layer.units(), Math.min(top, cosines.concepts())))
                .toList();
        List<List<Part>> batches = batches(layers, similarity, best);
        try (Progress.Task task = progress.begin("naming units", (long) batches.size() * cosines.concepts())) {
            for (List<Part> batch : batches) {
                score(batch, blocks, similarity, task);
            }
        }
        return IntStream.range(0, layers.size())
                .mapToObj(i -> names(layers.get(i), best.get(i)))
                .toList();
    }

    /**
     * The scores of a few concepts inside the whole set.
     *
     * @param concepts indices of the concepts that are asked for
     * @return per layer, {@code [units][concepts asked for]}
     */
    public static List<float[][]> scores(
            List<? extends Activations> layers,
            Cosines cosines,
            Similarity similarity,
            int[] concepts,
            Progress progress) {
        layers.forEach(layer -> check(layer, cosines.examples(), cosines.concepts()));
        ConceptBlocks blocks = ConceptBlocks.of(cosines, similarity.softmax(), progress);
        float[][] wanted = new float[cosines.examples()][concepts.length];
        for (int c = 0; c < concepts.length; c++) {
            float[][] column = blocks.block(concepts[c], concepts[c] + 1);
            for (int e = 0; e < wanted.length; e++) {
                wanted[e][c] = column[e][0];
            }
        }
        return layers.stream()
                .map(layer -> scores(layer, similarity, wanted, concepts.length))
                .toList();
    }

    private static float[][] scores(Activations layer, Similarity similarity, float[][] wanted, int width) {
        float[][] scores = new float[layer.units()][width];
        int step = step(layer, similarity);
        for (int from = 0; from < layer.units(); from += step) {
            int to = Math.min(layer.units(), from + step);
            float[][] some = Arrays.copyOfRange(scores, from, to);
            similarity.prepare(layer, from, to).score(wanted, width, some);
        }
        return scores;
    }

    /** Units of one layer whose scorer is held in memory at one time. */
    private record Part(Activations layer, int from, int to, BestConcepts best) {}

    /** Methods that keep little per unit see all layers in one pass over the concepts; others one part at a time. */
    private static List<List<Part>> batches(
            List<? extends Activations> layers, Similarity similarity, List<BestConcepts> best) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Activations layer = layers.get(i);
            int step = step(layer, similarity);
            for (int from = 0; from < layer.units(); from += step) {
                parts.add(new Part(layer, from, Math.min(layer.units(), from + step), best.get(i)));
            }
        }
        return similarity.wholeLayer()
                ? List.of(parts)
                : parts.stream().map(List::of).toList();
    }

    private static int step(Activations layer, Similarity similarity) {
        return similarity.wholeLayer() ? Math.max(1, layer.units()) : Math.max(1, HELD / layer.examples());
    }

    private static void score(List<Part> batch, ConceptBlocks blocks, Similarity similarity, Progress.Task task) {
        List<Similarity.Scorer> scorers = batch.stream()
                .map(part -> similarity.prepare(part.layer(), part.from(), part.to()))
                .toList();
        blocks.forEach((from, width, block) -> {
            for (int i = 0; i < batch.size(); i++) {
                Part part = batch.get(i);
                float[][] scores = new float[part.to() - part.from()][width];
                scorers.get(i).score(block, width, scores);
                Columns.parallel(part.to() - part.from(), u -> part.best().offer(part.from() + u, from, scores[u]));
            }
            task.advance(width);
        });
    }

    private static List<UnitNames> names(Activations layer, BestConcepts best) {
        String hook = layer.capture().at().name();
        return IntStream.range(0, layer.units())
                .mapToObj(unit -> new UnitNames(new Unit(hook, unit), best.of(unit)))
                .toList();
    }

    public static void check(Activations layer, int examples, int concepts) {
        String hook = layer.capture().at().name();
        if (layer.examples() != examples) {
            throw new IllegalArgumentException(hook
                    + ": expected activations and embeddings of the same examples, found " + layer.examples() + " and "
                    + examples);
        }
        if (examples == 0 || concepts == 0) {
            throw new IllegalArgumentException(
                    hook + ": expected examples and concepts, found " + examples + " and " + concepts);
        }
    }
}
